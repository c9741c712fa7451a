import Dispatch
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Everything a bare socket sees of one request: every byte, and the end.
struct RawExchange: Sendable {
    enum End: Sendable, Equatable {
        /// The connection was closed in order.
        case closed
        /// The connection was reset (RST).
        case reset
        /// Nothing more came within the time limit.
        case silent
    }

    let bytes: [UInt8]
    let end: End
    /// How many pieces arrived.
    let arrivals: Int

    /// Sends a GET that asks to close the connection, and reads until it is closed.
    ///
    /// Uses a separate thread, as the socket blocks.
    static func get(
        _ path: String, of client: SandboxClient, gzip: Bool = false, patience: Duration = .seconds(60)
    ) async throws -> RawExchange {
        let port = try #require(URL(string: client.baseURL)?.port.flatMap { UInt16(exactly: $0) })
        let request =
            "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(client.token)\r\n"
            + "\(gzip ? "Accept-Encoding: gzip\r\n" : "")Connection: close\r\n\r\n"
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try exchange(Array(request.utf8), port: port, patience: patience) })
            }
        }
    }

    /// Opens connections and sends nothing on them; the caller closes them.
    static func silentConnections(_ count: Int, to client: SandboxClient) throws -> [Int32] {
        let port = try #require(URL(string: client.baseURL)?.port.flatMap { UInt16(exactly: $0) })
        return try (0..<count).map { _ in try connected(to: port, patience: .seconds(60)) }
    }

    /// Whether the other side has closed the connection, or does within a minute; closes this side.
    static func isClosed(_ descriptor: Int32) -> Bool {
        defer { close(descriptor) }
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) == 0 || errno == ECONNRESET
    }

    private static func exchange(_ request: [UInt8], port: UInt16, patience: Duration) throws -> RawExchange {
        let descriptor = try connected(to: port, patience: patience)
        defer { close(descriptor) }
        guard send(descriptor, request, request.count, 0) == request.count else { throw POSIXError(.EIO) }
        var bytes: [UInt8] = []
        var arrivals = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 { return RawExchange(bytes: bytes, end: .closed, arrivals: arrivals) }
            if count < 0 {
                let end: End = errno == ECONNRESET ? .reset : .silent
                return RawExchange(bytes: bytes, end: end, arrivals: arrivals)
            }
            bytes += buffer.prefix(count)
            arrivals += 1
        }
    }

    private static func connected(to port: UInt16, patience: Duration) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
        var limit = timeval()
        limit.tv_sec = Int(patience.components.seconds)
        limit.tv_usec = .init(patience.components.attoseconds / 1_000_000_000_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else {
            close(descriptor)
            throw POSIXError(.ECONNREFUSED)
        }
        return descriptor
    }

    private var split: Int? {
        let mark = Array("\r\n\r\n".utf8)
        return bytes.indices.first { bytes[$0...].starts(with: mark) }
    }

    /// The status line and headers, in lower case.
    var head: String { String(decoding: bytes[..<(split ?? bytes.count)], as: UTF8.self).lowercased() }

    /// The bytes after the head, as received.
    var body: [UInt8] { split.map { Array(bytes[($0 + 4)...]) } ?? [] }

    /// The value of a header; nil if it is missing.
    func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }.map {
            String($0.dropFirst(name.utf8.count + 2))
        }
    }
}
