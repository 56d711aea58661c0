import { normalisePypi } from "../../packages/purl.ts";

/**
 * Import names whose distribution on PyPI is called otherwise. Several candidates: a declared one is
 * preferred, else the first. A dotted name stands for a namespace package's part.
 */
const TABLE = `
  attr attrs
  bs4 beautifulsoup4
  cairo pycairo
  cv2 opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless
  Crypto pycryptodome pycrypto
  Cryptodome pycryptodomex
  dateutil python-dateutil
  decouple python-decouple
  discord discord-py py-cord
  django_filters django-filter
  docx python-docx
  dns dnspython
  dotenv python-dotenv
  environ django-environ
  faiss faiss-cpu faiss-gpu
  fitz pymupdf
  gi pygobject
  git gitpython
  github pygithub
  gitlab python-gitlab
  google.auth google-auth
  google.oauth2 google-auth
  google.protobuf protobuf
  google.genai google-genai
  googleapiclient google-api-python-client
  grpc grpcio
  grpc_tools grpcio-tools
  hamcrest pyhamcrest
  haystack haystack-ai farm-haystack
  jose python-jose
  jwt pyjwt
  kafka kafka-python kafka-python-ng
  ldap python-ldap
  magic python-magic
  memcache python-memcached
  MySQLdb mysqlclient
  nacl pynacl
  OpenGL pyopengl
  OpenSSL pyopenssl
  PIL pillow
  pkg_resources setuptools
  pptx python-pptx
  psycopg2 psycopg2-binary psycopg2
  pylab matplotlib
  pythoncom pywin32
  pywintypes pywin32
  rest_framework djangorestframework
  rest_framework_simplejwt djangorestframework-simplejwt
  ruamel.yaml ruamel-yaml
  serial pyserial
  skimage scikit-image
  sklearn scikit-learn
  slugify python-slugify
  socketio python-socketio
  engineio python-engineio
  telegram python-telegram-bot
  tlz toolz
  umap umap-learn
  usb pyusb
  websocket websocket-client
  win32api pywin32
  win32com pywin32
  win32con pywin32
  win32event pywin32
  win32file pywin32
  win32gui pywin32
  win32pipe pywin32
  win32process pywin32
  win32service pywin32
  win32serviceutil pywin32
  wx wxpython
  Xlib python-xlib
  yaml pyyaml
  zmq pyzmq
`;

const KNOWN = new Map(
  TABLE.trim().split("\n").map((line) => {
    const [name, ...distributions] = line.trim().split(/\s+/);
    return [name!, distributions] as const;
  }),
);

/**
 * Namespaces that many distributions share, each named after the modules it holds: `zope.interface`
 * is zope-interface. The figure is how many names make the distribution's.
 */
const SHARED = new Map(Object.entries({
  "azure": 2,
  "azure.keyvault": 3,
  "azure.mgmt": 3,
  "azure.storage": 3,
  "backports": 2,
  "google": 2,
  "google.cloud": 3,
  "jaraco": 2,
  "plone": 2,
  "repoze": 2,
  "ruamel": 2,
  "sphinxcontrib": 2,
  "zope": 2,
}));

/**
 * The distribution that provides a module, by its normalised name.
 *
 * @param parts of the dotted module name
 * @param declared normalised names of the distributions that the importer's project declares
 */
export function distributionOf(parts: readonly string[], declared: ReadonlySet<string>): {
  name: string;
  /** Declared by the project or known by the table; else the import's own name is all there is. */
  certain: boolean;
} {
  const top = normalisePypi(parts[0]!);
  for (let length = parts.length; length > 0; length--) {
    const prefix = parts.slice(0, length);
    const known = KNOWN.get(prefix.join("."));
    if (known) return { name: known.find((one) => declared.has(one)) ?? known[0]!, certain: true };
    const name = normalisePypi(prefix.join("-"));
    if (declared.has(name)) return { name, certain: true };
  }
  const variant = [`python-${top}`, `py${top}`, `${top}-python`].find((one) => declared.has(one));
  if (variant !== undefined) return { name: variant, certain: true };
  for (let length = parts.length; length > 0; length--) {
    const shared = SHARED.get(parts.slice(0, length).join("."));
    if (shared !== undefined && parts.length >= shared) {
      return { name: normalisePypi(parts.slice(0, shared).join("-")), certain: true };
    }
  }
  return { name: top, certain: false };
}
