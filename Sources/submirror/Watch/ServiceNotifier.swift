import Foundation
import Glibc
import MirrorCore

/// Reports the service's state to systemd: one datagram per message, to the socket in `$NOTIFY_SOCKET`.
///
/// Sends nothing without that variable.
///
/// Source: sd_notify(3).
struct ServiceNotifier: Sendable {
    /// The messages to systemd.
    enum Message: Sendable, Equatable {
        case ready(status: String)
        case status(String)
        case watchdog
        /// The settings are being read again; `.ready` must follow.
        case reloading
        case stopping(status: String)
    }

    /// How often the watchdog expects a message; nil without a watchdog.
    let watchdogInterval: Duration?
    private let address: [UInt8]?

    /// - Parameter environment: the process's environment variables.
    init(environment: [String: String], process: pid_t = getpid()) {
        address = environment["NOTIFY_SOCKET"].flatMap(Self.address)
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdogInterval =
            address != nil && isForUs && microseconds > 0 ? .microseconds(microseconds / 2) : nil
    }

    /// Sends `message`; an unresponsive manager costs at most a second, and is no reason to stop.
    func send(_ message: Message) {
        guard let address else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let bytes = Array(Self.text(of: message, monotonic: Self.monotonicMicroseconds()).utf8)
        Self.withSocketAddress(address) { pointer, length in
            _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
        }
    }

    /// The datagram's text; one line per variable.
    static func text(of message: Message, monotonic: UInt64) -> String {
        switch message {
        case .ready(let status): "READY=1\nSTATUS=\(oneLine(status))\n"
        case .status(let status): "STATUS=\(oneLine(status))\n"
        case .watchdog: "WATCHDOG=1\n"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(monotonic)\n"
        case .stopping(let status): "STOPPING=1\nSTATUS=\(oneLine(status))\n"
        }
    }

    private static func oneLine(_ text: String) -> String { text.replacing("\n", with: " ") }

    /// The bytes of `sun_path`: a path with its terminator, or an abstract name after
    /// a zero; nil if it is neither.
    static func address(_ name: String) -> [UInt8]? {
        let bytes = Array(name.utf8)
        guard bytes.count > 1, bytes.count < maximumPathBytes else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "/"): return bytes + [0]
        case UInt8(ascii: "@"): return [0] + bytes.dropFirst()
        default: return nil
        }
    }

    private static let maximumPathBytes = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    private static func withSocketAddress(
        _ path: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Void
    ) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // In an abstract name every byte counts, so the length ends with the name.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private static func monotonicMicroseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
    }
}
