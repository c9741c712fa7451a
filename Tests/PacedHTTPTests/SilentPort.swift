import Glibc

/// A port on 127.0.0.1 that accepts connections and never answers.
enum SilentPort {
    struct Failure: Error {}

    /// Opens a port; it stays open until the process ends.
    static func open() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) + listen(descriptor, 64)
                    + getsockname(descriptor, address, &length)
            }
        }
        guard descriptor >= 0, code == 0 else { throw Failure() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
