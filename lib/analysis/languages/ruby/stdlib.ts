/** What Ruby brings along (3.x with its default gems; bundled gems are gems). */

/** Libraries whose subdirectories are theirs too. */
const LIBRARIES = new Set(
  ("English abbrev base64 benchmark bigdecimal bundler cgi cmath continuation coverage csv date dbm " +
    "delegate did_you_mean digest drb e2mmap enc enumerator erb error_highlight etc expect fcntl " +
    "fiddle fileutils find forwardable gdbm getoptlong io ipaddr irb json kconv logger matrix mkmf " +
    "monitor mutex_m nkf objspace observer open-uri open3 openssl optionparser optparse ostruct " +
    "pathname pp prettyprint prime profile profiler pstore psych pty racc random rational rbconfig " +
    "rdoc readline reline resolv resolv-replace rinda ripper rubygems scanf sdbm securerandom set " +
    "shell shellwords singleton socket stringio strscan sync syslog syntax_suggest tempfile thread " +
    "thwait time timeout tmpdir tracer tsort un unicode_normalize uri weakref webrick win32ole yaml " +
    "zlib prism ractor fiber complex iconv").split(" "),
);
/** Of a directory that gems share, only these. */
const NET = new Set("http https protocol ftp imap pop smtp".split(" "));

/** @param path as `require` names it, without an extension */
export function isStandardLibrary(path: string): boolean {
  const [first = "", second = ""] = path.split("/");
  return first === "net" ? NET.has(second) : LIBRARIES.has(first);
}
