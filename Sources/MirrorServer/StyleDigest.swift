import Crypto
import Foundation

/// How a content security policy names a style or a script that stands in a page.
enum StyleDigest {
    static func text(of style: String) -> String {
        Data(SHA256.hash(data: Array(style.utf8))).base64EncodedString()
    }
}
