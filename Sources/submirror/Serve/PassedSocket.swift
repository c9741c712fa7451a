import Foundation
import MirrorServer
import NIOCore

/// A listening socket passed by systemd.
///
/// Source: sd_listen_fds(3).
struct PassedSocket {
    let descriptor: Int32
    /// Whether only this machine's programs can connect to it.
    let isLocal: Bool

    /// Nil if none was passed.
    ///
    /// - Throws: ``ServeFailure`` if there are several.
    init?(_ environment: [String: String]) throws(ServeFailure) {
        guard let count = environment["LISTEN_FDS"], environment["LISTEN_PID"] == String(getpid()) else {
            return nil
        }
        guard count == "1" else { throw .noSocket(reason: "systemd passed \(count) sockets") }
        let descriptor: Int32 = 3
        var (isListening, size): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening != 0
        else { throw .noSocket(reason: "it is not a listening socket") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
        isLocal = Self.isLocal(descriptor)
    }

    /// Judges by the socket's own address, as the configured one does not apply to it.
    private static func isLocal(_ descriptor: Int32) -> Bool {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                guard getsockname(descriptor, name, &size) == 0 else { return false }
                switch Int32(name.pointee.sa_family) {
                case AF_UNIX: return true
                case AF_INET:
                    return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                        isLoopback(SocketAddress($0.pointee))
                    }
                case AF_INET6:
                    return pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                        isLoopback(SocketAddress($0.pointee))
                    }
                default: return false
                }
            }
        }
    }

    private static func isLoopback(_ address: SocketAddress) -> Bool {
        address.ipAddress.map { Settings.isLoopback(NetworkAddress.plain($0)) } ?? false
    }
}
