import Foundation
import Sandbox
import Synchronization

/// A clock that only moves when told to.
final class ManualTime: Sendable {
    private let current: Mutex<Date>

    init(_ start: Date = Date(timeIntervalSince1970: 1_795_000_000)) { current = Mutex(start) }

    var time: SandboxTime { SandboxTime(now: { self.current.withLock { $0 } }) }

    func advance(by seconds: Double) { current.withLock { $0 += seconds } }
}
