import Glibc

/// A port on 127.0.0.1 that lets callers connect and never answers, or does not even let them connect.
package struct SilentPort: Sendable {
    struct Failure: Error {}

    package let number: Int
    private let descriptor: Int32

    /// Opens a port; it stays open until the process ends.
    ///
    /// - Parameter isFull: whether it leaves every SYN without an answer, as a firewall does.
    package static func open(isFull: Bool = false) throws -> SilentPort {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let code = withAddress(port: 0) { bind(descriptor, $0, $1) + listen(descriptor, isFull ? 0 : 64) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length)
            }
        }
        guard descriptor >= 0, code == 0, named == 0 else { throw Failure() }
        let port = SilentPort(number: Int(UInt16(bigEndian: address.sin_port)), descriptor: descriptor)
        if isFull { try port.fill() }
        return port
    }

    /// Whether somebody has connected.
    package var isCalled: Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) == 1
    }

    /// Whether somebody waits for the answer to a SYN, beyond those who fill the port.
    package func isKnocked() throws -> Bool { try knocks() > Self.fillers }

    /// A queue of length 0 admits one caller; the system drops the SYN of any other.
    private static let fillers = 2

    private func fill() throws {
        for _ in 0...Self.fillers {
            let caller = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            let code = Self.withAddress(port: number) { connect(caller, $0, $1) }
            guard caller >= 0, code == 0 || errno == EINPROGRESS else { throw Failure() }
        }
        guard try knocks() == Self.fillers else { throw Failure() }
    }

    /// How many connections to this port are in the state SYN_SENT.
    private func knocks() throws -> Int {
        guard let file = fopen("/proc/net/tcp", "r") else { throw Failure() }
        defer { fclose(file) }
        let digits = String(number, radix: 16, uppercase: true)
        let port = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        var (count, line, size) = (0, UnsafeMutablePointer<CChar>?.none, 0)
        defer { free(line) }
        while getline(&line, &size, file) > 0, let text = line.map({ String(cString: $0) }) {
            // "0: 0100007F:8F2C 0100007F:1F90 02 …": this end, the other end, the state.
            let fields = text.split(separator: " ")
            if fields.count > 3, fields[2].hasSuffix(port), fields[3] == "02" { count += 1 }
        }
        return count
    }

    private static func withAddress(
        port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
