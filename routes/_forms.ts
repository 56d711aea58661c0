/** Forms posted without JavaScript, read within limits. */
import { FactoryError } from "../lib/domain/errors.ts";

const FORM_MAX_BYTES = 16_384;

/**
 * The fields of an urlencoded form, trimmed.
 * @throws FactoryError `unsupported_media_type`, `payload_too_large`
 */
export async function readForm(req: Request): Promise<Map<string, string>> {
  const type = req.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    throw new FactoryError("unsupported_media_type", "A form was expected.", {
      remedy: "Scripts use the REST API under /api/.",
    });
  }
  // A browser always says how long its form is; who does not is cut off before reading.
  const length = Number(req.headers.get("content-length") ?? Infinity);
  if (!(length <= FORM_MAX_BYTES)) {
    throw new FactoryError("payload_too_large", "This form is too large.", {
      remedy: `Keep it below ${FORM_MAX_BYTES} bytes.`,
    });
  }
  const fields = new URLSearchParams(await req.text());
  return new Map([...fields].map(([name, value]) => [name, value.trim()]));
}
