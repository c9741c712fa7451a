import NIOSSL

/// Certificates of authorities that are trusted besides the system's.
package struct TrustRoots: Sendable, Equatable {
    let certificates: [NIOSSLCertificate]

    /// Reads the certificates of a PEM file; nil when `pem` holds none, or one that cannot be read.
    package init?(pem: [UInt8]) {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(pem), !certificates.isEmpty else {
            return nil
        }
        self.certificates = certificates
    }

    package var count: Int { certificates.count }
}
