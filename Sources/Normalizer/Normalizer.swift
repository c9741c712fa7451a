/// Turns what the API sends into rows: pure functions from bytes to values.
///
/// They read as leniently as API.md 1.7 says: what cannot be read is unknown, never false and never empty, and each
/// such place is counted as an ``Anomaly``. Only a document that is no JSON, or not what was asked for, is refused.
package enum Normalizer {}
