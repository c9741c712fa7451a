import Foundation
import Glibc
import TestSupport
import Testing

/// A service manager's socket: collects a service's datagrams.
final class NotifySocket {
    private let descriptor: Int32
    /// The value for `$NOTIFY_SOCKET`.
    let name: String
    private(set) var received: [String] = []
    /// The process whose messages are awaited: once it has ended, none will come.
    var sender: BuiltBinary.Running?

    /// - Parameter name: a path, or `@` and a name for one without a file.
    init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(name.utf8.map { $0 == UInt8(ascii: "@") ? 0 : $0 })
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (name.hasPrefix("@") ? 0 : 1))
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0, "bind: \(String(cString: strerror(errno)))")
    }

    deinit { close(descriptor) }

    /// Reads the datagrams that have arrived.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            received.append(String(decoding: buffer[0..<count], as: UTF8.self))
        }
    }

    /// Waits for that many more watchdog messages: time in which nothing else happens.
    func beats(_ count: Int) async throws {
        drain()
        let before = received.filter { $0 == "WATCHDOG=1\n" }.count
        try await wait(for: "WATCHDOG=1", times: before + count)
    }

    /// Waits until `times` datagrams that begin with `prefix` have arrived; returns the last of them.
    @discardableResult
    func wait(for prefix: String, times: Int = 1) async throws -> String {
        var fitting: [String] = []
        try await Patience.wait(
            "no \(prefix) came, only \(received)\(sender?.status.map { "; the process ended with \($0)" } ?? "")",
            while: { sender?.isOver != true }
        ) {
            drain()
            fitting = received.filter { $0.hasPrefix(prefix) }
            return fitting.count >= times
        }
        return try #require(fitting.last)
    }
}
