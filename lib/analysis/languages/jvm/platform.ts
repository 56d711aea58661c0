/**
 * Packages that come with the platform: the JDK (`java --list-modules`, their exports, and its
 * internals), Android's SDK, the standard libraries of Kotlin, Scala and
 * Groovy, Gradle's own for its scripts. What Java EE or an artifact
 * of its own brings (`javax.servlet`, `javax.inject`, `scala.xml`) is none of them.
 */

/** A package is the platform's if it is one of these or lies in one. */
const PLATFORM = new Set(
  ("java jdk sun netscape.javascript org.ietf.jgss org.w3c.dom org.xml.sax " +
    "javax.accessibility javax.annotation.processing javax.crypto javax.imageio javax.lang.model " +
    "javax.management javax.naming javax.net javax.print javax.rmi.ssl javax.script " +
    "javax.security.auth javax.security.cert javax.security.sasl javax.smartcardio javax.sound " +
    "javax.sql javax.swing javax.tools javax.transaction.xa javax.xml.catalog javax.xml.crypto " +
    "javax.xml.datatype javax.xml.namespace javax.xml.parsers javax.xml.stream javax.xml.transform " +
    "javax.xml.validation javax.xml.xpath " +
    "com.sun.awt com.sun.beans com.sun.crypto com.sun.image com.sun.imageio com.sun.java com.sun.jdi " +
    "com.sun.jmx com.sun.jndi com.sun.management com.sun.media com.sun.naming com.sun.net " +
    "com.sun.nio com.sun.org com.sun.rowset com.sun.security com.sun.source com.sun.swing " +
    "com.sun.tools " +
    "android dalvik kotlin scala groovy org.codehaus.groovy org.gradle").split(" "),
);
/** The one class of `javax.xml` itself, and that package; Jakarta's artifacts lie in it as well. */
const PLATFORM_EXACT = new Set(["javax.xml.XMLConstants.", "javax.xml."]);
/** Artifacts of their own within those. */
const APART = new Set(
  ("android.support android.arch scala.xml scala.swing scala.util.parsing " +
    "scala.collection.parallel scala.async scala.compat kotlin.test kotlin.reflect.full").split(
      " ",
    ),
);

/** True for a class, member or package of the platform. @param name with a dot at its end */
export function isPlatform(name: string): boolean {
  if (PLATFORM_EXACT.has(name)) return true;
  let found = false;
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const prefix = name.slice(0, dot);
    if (APART.has(prefix)) return false;
    found ||= PLATFORM.has(prefix);
  }
  return found;
}
