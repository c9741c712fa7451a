import Foundation
import Glibc
import Synchronization

/// A connection on which a test chooses every byte.
package final class RawConnection: Sendable {
    /// The connection is refused or closed.
    package struct Refused: Error {}

    private let descriptor: Int32

    /// - Throws: ``Refused``.
    package init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
        }
        guard isConnected else { throw Refused() }
    }

    private let isOpen = Mutex(true)

    deinit { close() }

    /// Closes like a client that goes away.
    package func close() {
        guard
            isOpen.withLock({ isOpen in
                defer { isOpen = false }
                return isOpen
            })
        else { return }
        _ = Glibc.close(descriptor)
    }

    /// - Throws: ``Refused``.
    package func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Refused()
        }
    }

    /// Everything received until the other side closes, or until `mark`; reads on a
    /// separate thread, as it blocks.
    package func rest(until mark: String? = nil) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                var text = ""
                var piece = [UInt8](repeating: 0, count: 4096)
                while mark.map({ !text.contains($0) }) ?? true {
                    let count = recv(descriptor, &piece, piece.count, 0)
                    guard count > 0 else { break }
                    text += String(decoding: piece[..<count], as: UTF8.self)
                }
                continuation.resume(returning: text)
            }
        }
    }
}
