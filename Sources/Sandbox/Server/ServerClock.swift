import Foundation
import Synchronization

/// The server's clock: the real one plus the skew.
final class ServerClock: Sendable {
    private let time: SandboxTime
    private let skewMilliseconds: Atomic<Int64>
    /// The last `Date` header written, and the second it belongs to.
    private let lastHeader = Mutex<(second: Int, text: String)>((.min, ""))

    init(time: SandboxTime, skew: Duration) {
        self.time = time
        skewMilliseconds = Atomic(Self.milliseconds(skew))
    }

    /// The time for limits and token lifetimes.
    var elapsed: Duration { time.elapsed() }

    /// Milliseconds since 1970.
    var milliseconds: Int64 {
        Int64((time.now().timeIntervalSince1970 * 1000).rounded(.down))
            + skewMilliseconds.load(ordering: .relaxed)
    }

    /// Sets the clock forward or back.
    func jump(by step: Duration) {
        skewMilliseconds.wrappingAdd(Self.milliseconds(step), ordering: .relaxed)
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        Int64((duration / .milliseconds(1)).rounded(.down))
    }

    /// The time as the `Date` header writes it, in whole seconds, rounded down.
    var header: String {
        let milliseconds = milliseconds
        let second = Int((Double(milliseconds) / 1000).rounded(.down))
        return lastHeader.withLock { last in
            if last.second != second { last = (second, Self.formatted(second)) }
            return last.text
        }
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func formatted(_ second: Int) -> String {
        let days = Int((Double(second) / 86_400).rounded(.down))
        let ofDay = second - days * 86_400
        let iso = Day(number: days).iso.split(separator: "-")
        let month = Int(iso[1]).map { months[$0 - 1] } ?? ""
        let weekday = weekdays[((days % 7) + 7) % 7]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(ofDay / 3600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60))"
        return "\(weekday), \(iso[2]) \(month) \(iso[0]) \(clock) GMT"
    }
}
