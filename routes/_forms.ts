/** Forms posted without JavaScript, read within limits. */
import { FactoryError } from "../lib/domain/errors.ts";

const FORM_MAX_BYTES = 16_384;

/** What a field for tags says: words, with commas or spaces between. */
export function readTags(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

/**
 * The fields of an urlencoded form, trimmed; the last one of those with one name.
 * @throws FactoryError `unsupported_media_type`, `payload_too_large`
 */
export async function readForm(
  req: Request,
  maxBytes: number = FORM_MAX_BYTES,
): Promise<Map<string, string>> {
  const fields = await readFields(req, maxBytes);
  return new Map(fields.map(([name, value]) => [name, value.trim()]));
}

/**
 * The same as it was sent: untrimmed, and a name may come several times.
 * @throws FactoryError as `readForm`
 */
export async function readFields(
  req: Request,
  maxBytes: number = FORM_MAX_BYTES,
): Promise<[string, string][]> {
  const type = req.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    throw new FactoryError("unsupported_media_type", "A form was expected.", {
      remedy: "Scripts use the REST API under /api/.",
    });
  }
  // A browser always says how long its form is; who does not is cut off before reading.
  const length = Number(req.headers.get("content-length") ?? Infinity);
  if (!(length <= maxBytes)) {
    throw new FactoryError("payload_too_large", "This form is too large.", {
      remedy: `Keep it below ${maxBytes} bytes.`,
    });
  }
  const fields = new URLSearchParams(await req.text());
  return [...fields];
}
