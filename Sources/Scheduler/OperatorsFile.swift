import Files
import Foundation
import MirrorCore

/// A text file that an operator writes and that decides which numbers are asked for.
enum OperatorsFile {
    /// Far more than the numbers of any company.
    private static let byteLimit = 64 << 20

    /// Reads the file, which may be another user's: it says whom to ask for, and nothing about where.
    ///
    /// An old code page can garble only comments, since numbers and ids contain no such characters.
    ///
    /// - Throws: `unreadable`, or `unusable` if it is no regular file.
    static func text<Failure: Error>(
        _ path: String, unreadable: Failure, unusable: (FileFailure) -> Failure
    ) throws(Failure) -> String {
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try OpenFile.reading(path).bytes(upTo: byteLimit)
        } catch .system {
            throw unreadable
        } catch {
            throw unusable(error)
        }
        guard let bytes else { throw unreadable }
        let data = Data(bytes)
        return TextFile.text(data) ?? String(decoding: bytes.map(UInt16.init), as: UTF16.self)
    }
}
