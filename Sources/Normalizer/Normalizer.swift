/// Converts the API's documents to rows: pure functions from bytes to values.
///
/// They read as leniently as API.md 1.7 requires: an unreadable value is unknown, never false and never
/// empty, and each such place is counted as an ``Anomaly``. A document is refused only if it is not JSON or
/// not the requested one.
package enum Normalizer {}
