/** Names of Python's standard library (`sys.stdlib_module_names` of its releases). */

/** In every CPython from 3.8 on, or new in one up to 3.14. */
const CURRENT = `
  __future__ __main__ _abc _aix_support _android_support _apple_support _ast _ast_unparse
  _asyncio _bisect _blake2 _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp
  _codecs_kr _codecs_tw _collections _collections_abc _colorize _compat_pickle _compression
  _contextvars _csv _ctypes _ctypes_test _curses _curses_panel _datetime _dbm _decimal
  _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq
  _hmac _imp _interpchannels _interpqueues _interpreters _io _ios_support _json _locale _lsprof
  _lzma _markupbase _md5 _multibytecodec _multiprocessing _opcode _opcode_metadata _operator
  _osx_support _overlapped _pickle _posixshmem _posixsubprocess _py_abc _py_warnings _pydatetime
  _pydecimal _pyio _pylong _pyrepl _queue _random _remote_debugging _scproxy _sha1 _sha256 _sha3
  _sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string _strptime
  _struct _suggestions _symtable _sysconfig _testbuffer _testcapi _testimportmultiple
  _testinternalcapi _testmultiphase _thread _threading_local _tkinter _tokenize _tracemalloc
  _types _typing _uuid _warnings _weakref _weakrefset _winapi _xxsubinterpreters _zoneinfo _zstd
  abc annotationlib antigravity argparse array ast asyncio atexit base64 bdb binascii bisect
  builtins bz2 cProfile calendar cmath cmd code codecs codeop collections colorsys compileall
  compression concurrent configparser contextlib contextvars copy copyreg csv ctypes curses
  dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno
  faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt
  getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib importlib
  inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math
  mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode
  operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix
  posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue
  quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors
  shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants
  sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig
  syslog tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token
  tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata
  unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xml xmlrpc
  zipapp zipfile zipimport zlib zoneinfo
`;

/**
 * Removed by 3.9–3.13 (distutils, imp, asyncore, …) or known to Python 2 only, which compatibility
 * code still tries to import; and `test`, which many installations leave out.
 */
const FORMER = `
  BaseHTTPServer Bastion CGIHTTPServer ConfigParser Cookie DocXMLRPCServer HTMLParser MimeWriter
  Queue SimpleHTTPServer SimpleXMLRPCServer SocketServer StringIO Tix Tkinter UserDict UserList
  UserString __builtin__ _bootlocale _bootsubprocess _crypt _dummy_thread _msi _winreg aifc
  anydbm asynchat asyncore audioop binhex cPickle cStringIO cgi cgitb chunk commands compiler
  cookielib copy_reg crypt dbhash dircache distutils dumbdbm dummy_threading exceptions
  formatter fpformat future_builtins gdbm hotshot htmlentitydefs htmllib httplib ihooks imghdr
  imp imputil itimer lib2to3 macpath macurl2path mailcap markupbase md5 mhlib mimetools mimify
  msilib multifile mutex new nis nntplib os2emxpath ossaudiodev parser pipes popen2 repr rexec
  rfc822 robotparser sets sgmllib sha smtpd sndhdr spwd sre statvfs stringold strop sunau symbol
  telnetlib test thread tkColorChooser tkFileDialog tkMessageBox tkSimpleDialog toaiff ttk
  urllib2 urlparse user uu whichdb xdrlib xmllib xmlrpclib
`;

/** Compiled in, frozen or imported before any program starts: no file can take their place. */
const ALWAYS = `
  __main__ _abc _ast _codecs _collections _collections_abc _functools _imp _io _locale _operator
  _signal _sitebuiltins _sre _stat _string _symtable _thread _tokenize _tracemalloc _warnings
  _weakref abc atexit builtins codecs encodings errno faulthandler gc genericpath importlib io
  itertools marshal ntpath os posix posixpath pwd runpy site stat sys time xxsubtype zipimport
`;

const words = (text: string) => new Set(text.trim().split(/\s+/));
const current = words(CURRENT);
const former = words(FORMER);
const always = words(ALWAYS);

/** Every Python that is in use finds this name in its library. */
export function isStandardLibrary(name: string): boolean {
  return current.has(name);
}

/** Some Python had this name: a file of the repository or a declared package comes first. */
export function isFormerStandardLibrary(name: string): boolean {
  return former.has(name);
}

/** True where not even a file in the script's own directory is imported instead. */
export function cannotBeShadowed(name: string): boolean {
  return always.has(name);
}
