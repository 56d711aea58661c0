/** Classes that PHP or one of its extensions brings, so that no file and no package has them. */

/** PHP 8.5 with the extensions of its manual (https://www.php.net/manual/en/extensions.php). */
const CLASSES = new Set(
  ("appenditerator argumentcounterror arithmeticerror arrayaccess arrayiterator arrayobject " +
    "assertionerror attribute allowdynamicproperties backedenum badfunctioncallexception " +
    "badmethodcallexception cachingiterator callbackfilteriterator closure collator " +
    "compileerror compersisthelper countable curlfile curlhandle curlmultihandle curlsharehandle " +
    "curlstringfile dateinterval dateperiod datetime datetimeimmutable datetimeinterface " +
    "datetimezone deflatecontext directory directoryiterator divisionbyzeroerror domainexception " +
    "dotnet com variant emptyiterator error errorexception exception ffi fiber fibererror " +
    "filesystemiterator filteriterator finfo gdfont gdimage generator globiterator gmagick gmp " +
    "hashcontext imagick infiniteiterator inflatecontext internaliterator " +
    "invalidargumentexception iterator iteratoraggregate iteratoriterator jsonexception " +
    "jsonserializable lengthexception libxmlerror limititerator locale logicexception memcache " +
    "memcached messageformatter multipleiterator normalizer norewinditerator numberformatter " +
    "outeriterator outofboundsexception outofrangeexception overflowexception override " +
    "parentiterator parseerror phar phardata pharexception pharfileinfo php_user_filter phptoken " +
    "rangeexception rararchive recursivearrayiterator recursivecachingiterator " +
    "recursivecallbackfilteriterator recursivedirectoryiterator recursivefilteriterator " +
    "recursiveiterator recursiveiteratoriterator recursiveregexiterator recursivetreeiterator " +
    "redis rediscluster redisexception reflector regexiterator resourcebundle " +
    "returntypewillchange runtimeexception seekableiterator sensitiveparameter " +
    "sensitiveparametervalue serializable sessionhandler sessionhandlerinterface " +
    "sessionidinterface sessionupdatetimestamphandlerinterface shmop simplexmlelement " +
    "simplexmliterator snmp soapclient soapfault soapheader soapparam soapserver soapvar socket " +
    "addressinfo sodiumexception spoofchecker sqlite3 sqlite3exception sqlite3result sqlite3stmt " +
    "stdclass stringable sysvmessagequeue sysvsemaphore sysvsharedmemory throwable tidy tidynode " +
    "transliterator traversable typeerror uconverter underflowexception unexpectedvalueexception " +
    "unhandledmatcherror unitenum valueerror weakmap weakreference xmlparser xmlreader xmlwriter " +
    "xsltprocessor ziparchive opensslcertificate " +
    "opensslcertificatesigningrequest opensslasymmetrickey closedgeneratorexception " +
    "__php_incomplete_class deprecated nodiscard delayedtargetvalidation").split(" "),
);
const FAMILIES = new RegExp(
  `^(?:reflection\\w*|intl\\w+|mysqli(?:_\\w+)?|imagick(?:draw|pixel|pixeliterator|kernel|exception)|` +
    `pdo(?:exception|statement|row)?|amqp(?:channel|connection|queue|exchange|envelope|\\w*exception)|` +
    `spl(?:doublylinkedlist|queue|stack|(?:min|max)?heap|priorityqueue|fixedarray|fileinfo|` +
    `(?:temp)?fileobject|objectstorage|observer|subject)|dom(?:attr|cdatasection|characterdata|` +
    `childnode|comment|document(?:fragment|type)?|element|entity(?:reference)?|exception|` +
    `implementation|namednodemap|namespacenode|node|nodelist|notation|parentnode|` +
    `processinginstruction|text|xpath))$`,
);
/** Namespaces that are PHP's or an extension's as a whole. */
const NAMESPACES =
  /^(?:random|dom|bcmath|pdo|ffi|uri\\(?:rfc3986|whatwg)|ds|mongodb\\(?:bson|driver)|parallel|swoole|openswoole|rdkafka|ast|dba|odbc|soap|ldap|pgsql|ftp|imap|pspell)(?:\\|$)/;

/** @param name qualified, without the first backslash, in any case */
export function isBuiltinClass(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.includes("\\") ? NAMESPACES.test(lower) : CLASSES.has(lower) || FAMILIES.test(lower);
}
