/** Headers that a compiler or an operating system brings. */

const words = (text: string) => text.trim().split(/\s+/);

/** C23 and POSIX.1-2024, without what lies in directories. */
const C = words(`
aio.h arpa/inet.h assert.h byteswap.h complex.h cpio.h crypt.h ctype.h devctl.h dirent.h dlfcn.h
elf.h endian.h err.h errno.h error.h execinfo.h fcntl.h features.h fenv.h float.h fmtmsg.h fnmatch.h
fstab.h fts.h ftw.h getopt.h glob.h grp.h iconv.h ifaddrs.h inttypes.h iso646.h langinfo.h libgen.h
libintl.h limits.h link.h locale.h malloc.h math.h mntent.h monetary.h mqueue.h ndbm.h netdb.h nl_types.h
paths.h poll.h pthread.h pty.h pwd.h regex.h resolv.h sched.h search.h semaphore.h setjmp.h shadow.h
signal.h spawn.h stdalign.h stdarg.h stdatomic.h stdbit.h stdbool.h stdckdint.h stddef.h stdint.h
stdio.h stdlib.h stdnoreturn.h string.h strings.h stropts.h sysexits.h syslog.h tar.h tgmath.h termios.h
termio.h threads.h time.h trace.h uchar.h ucontext.h ulimit.h unistd.h util.h utime.h utmp.h utmpx.h values.h
varargs.h wait.h wchar.h wctype.h wordexp.h alloca.h argz.h memory.h libutil.h xlocale.h copyfile.h
libproc.h notify.h TargetConditionals.h Availability.h AvailabilityMacros.h stdfix.h unwind.h cpuid.h
sal.h`);

const CPP = words(`
algorithm any array atomic barrier bit bitset cassert ccomplex cctype cerrno cfenv cfloat charconv
chrono cinttypes ciso646 climits clocale cmath codecvt compare complex concepts condition_variable
contracts coroutine csetjmp csignal cstdalign cstdarg cstdbool cstddef cstdint cstdio cstdlib cstring
ctgmath ctime cuchar cwchar cwctype debugging deque exception execution expected filesystem flat_map
flat_set format forward_list fstream functional future generator hazard_pointer initializer_list
inplace_vector iomanip ios iosfwd iostream istream iterator latch limits linalg list locale map mdspan
memory memory_resource meta mutex new numbers numeric optional ostream print queue random ranges ratio rcu
regex scoped_allocator semaphore set shared_mutex simd source_location span spanstream sstream stack
stacktrace stdexcept stdfloat stop_token streambuf string string_view strstream syncstream system_error
text_encoding thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray
variant vector version cxxabi.h hash_map hash_set iostream.h`);

/** The Windows SDK's and Microsoft's C runtime's, in lower case. */
const WINDOWS = new Set(words(`
windows.h winsock.h winsock2.h ws2tcpip.h ws2def.h mswsock.h wspiapi.h windowsx.h winbase.h windef.h winnt.h
winuser.h wingdi.h winerror.h winreg.h winsvc.h winioctl.h wininet.h winhttp.h wincrypt.h wintrust.h
wincon.h winver.h winnls.h winternl.h ntstatus.h ntdef.h ntddk.h wdm.h wdf.h io.h direct.h process.h conio.h
crtdbg.h tchar.h share.h intrin.h dbghelp.h shellapi.h shlobj.h shlobj_core.h shlwapi.h shlguid.h
shobjidl.h shobjidl_core.h commctrl.h commdlg.h objbase.h ole2.h oleauto.h olectl.h ocidl.h oaidl.h
objidl.h unknwn.h combaseapi.h comdef.h comutil.h psapi.h tlhelp32.h iphlpapi.h iptypes.h netioapi.h
in6addr.h mstcpip.h ntsecapi.h sspi.h security.h schannel.h bcrypt.h ncrypt.h dpapi.h aclapi.h accctrl.h
sddl.h lm.h lmcons.h userenv.h wtsapi32.h dwmapi.h uxtheme.h vssym32.h mmsystem.h mmreg.h mmdeviceapi.h
audioclient.h audiopolicy.h endpointvolume.h functiondiscoverykeys_devpkey.h dsound.h xaudio2.h xinput.h
dinput.h ddraw.h d3d9.h d3d10.h d3d11.h d3d11_1.h d3d12.h d3dcommon.h d3dcompiler.h d2d1.h dwrite.h
dxgi.h dxgi1_2.h dxgi1_4.h dxgi1_6.h directxmath.h gdiplus.h atlbase.h atlcom.h atlstr.h atlwin.h
afxwin.h afxext.h sdkddkver.h versionhelpers.h synchapi.h processthreadsapi.h fileapi.h handleapi.h
libloaderapi.h memoryapi.h sysinfoapi.h debugapi.h errhandlingapi.h setupapi.h devguid.h initguid.h
guiddef.h cfgmgr32.h hidsdi.h usbiodef.h dbt.h imm.h richedit.h propkey.h propvarutil.h wincodec.h
wrl.h winstring.h roapi.h inspectable.h activation.h evntprov.h evntrace.h pdh.h powrprof.h rpc.h rpcndr.h
winapifamily.h minwindef.h basetsd.h stralign.h vcruntime.h corecrt.h safeint.h strsafe.h
delayimp.h dde.h ddeml.h cderr.h lzexpand.h nb30.h wsipx.h mshtml.h exdisp.h urlmon.h sapi.h sphelper.h
activscp.h appmodel.h wia.h sti.h winspool.h ras.h raserror.h lmaccess.h lmapibuf.h lmerr.h mlang.h
isguids.h vfw.h ks.h ksmedia.h timeapi.h`));

/** What compilers bring for single processors. */
const INTRINSICS =
  /^(?:[a-z0-9]*mmintrin|[a-z0-9]*intrin|arm_(?:neon|acle|sve|sme|mve|fp16|bf16)|altivec|msa|wasm_simd128|x86gprintrin|mm_malloc|mm3dnow|omp|openacc|sanitizer\/\w+|quadmath|vecintrin|ptrauth)\.h$/;

/** Directories of the C library, the kernel's interface and the BSDs' and Apple's systems. */
const DIRECTORIES = new Set(words(`
sys arpa asm asm-generic bits bsm gnu linux mach mach-o mach_debug machine net netinet netinet6 netpacket netipx
netrom netax25 netiucv netash neteconet protocols rpc rpcsvc scsi mtd misc drm rdma xen libkern os
objc dispatch ext backward debug experimental tr1 tr2 __gnu_cxx winrt wrl ddk crt xpc malloc simd secure servers
device hfs nfs security_audit i386 arm x86 c++`));

/** Apple's frameworks, whose headers are `<Name/Header.h>`. */
const FRAMEWORKS = new Set(words(`
ARKit AVFoundation AVKit Accelerate Accounts AddressBook AddressBookUI AppKit ApplicationServices
AudioToolbox AudioUnit AuthenticationServices BackgroundTasks CFNetwork CallKit Carbon CloudKit Cocoa
Contacts ContactsUI CoreAudio CoreAudioKit CoreAudioTypes CoreBluetooth CoreData CoreFoundation CoreGraphics
CoreHaptics CoreImage CoreLocation CoreML CoreMIDI CoreMedia CoreMediaIO CoreMotion CoreServices
CoreSpotlight CoreTelephony CoreText CoreVideo CoreWLAN CoreWLANKit CryptoTokenKit DiskArbitration EventKit EventKitUI
ExternalAccessory ForceFeedback Foundation GLKit GameController GameKit GameplayKit HealthKit HomeKit IOBluetooth
IOKit IOSurface ImageIO Intents JavaScriptCore Kernel LocalAuthentication MapKit MediaAccessibility MediaPlayer
MediaToolbox MessageUI Messages Metal MetalKit MetalPerformanceShaders MobileCoreServices ModelIO
MultipeerConnectivity NaturalLanguage Network NetworkExtension NotificationCenter OSAKit OpenAL OpenCL OpenDirectory OpenGL
OpenGLES PDFKit PassKit Photos PhotosUI PushKit Quartz QuartzCore QuickLook QuickTime ReplayKit SafariServices
SceneKit ScreenCaptureKit ScreenSaver Security ServiceManagement Social Speech SpriteKit StoreKit SwiftUI
SystemConfiguration Twitter UIKit UniformTypeIdentifiers UserNotifications UserNotificationsUI VideoToolbox
Vision WatchConnectivity WatchKit WebKit XCTest iAd os`));

const STANDARD = new Set([...C, ...CPP]);

const ISO = new Set([
  ...CPP,
  ...words(`
assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h
signal.h stdalign.h stdarg.h stdatomic.h stdbit.h stdbool.h stdckdint.h stddef.h stdint.h stdio.h stdlib.h
stdnoreturn.h string.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h`),
]);

/** A header of C's or C++'s own standard, which no project would give to its own. */
export function isIsoHeader(name: string): boolean {
  return ISO.has(name);
}

/** A header of C, C++, POSIX, Windows or a compiler, by its full name. */
export function isStandardHeader(name: string): boolean {
  return STANDARD.has(name) || WINDOWS.has(name.toLowerCase()) || INTRINSICS.test(name);
}

/** A header below a directory that an operating system brings; a repository may have its own. */
export function isSystemHeader(name: string): boolean {
  const slash = name.indexOf("/");
  if (slash < 0) return false;
  const first = name.slice(0, slash);
  return DIRECTORIES.has(first) || FRAMEWORKS.has(first);
}

export function isAppleFramework(name: string): boolean {
  return FRAMEWORKS.has(name) || name === "Darwin" || name === "ObjectiveC" || name === "Dispatch";
}
