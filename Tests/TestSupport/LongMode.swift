import Foundation

/// Whether the tests try far more than is practical for every change: `SUBMIRROR_LONG=1`.
package enum LongMode {
    package static let isOn = ProcessInfo.processInfo.environment["SUBMIRROR_LONG"] == "1"

    /// `short`, or `long` in the long mode.
    package static func choose<Value>(_ short: Value, long: Value) -> Value { isOn ? long : short }
}
