import Crypto
import Foundation

/// Computes the digest by which a content security policy allows an inline style or script.
enum StyleDigest {
    static func text(of style: String) -> String {
        Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()
    }
}
