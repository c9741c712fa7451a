/// How much room a mirror still needs on its disk.
package struct DiskNeed: Sendable, Equatable {
    /// Whether there is room.
    package enum Verdict: Sendable, Equatable {
        case enough
        /// For the work at hand, but for little of the history that follows.
        case tight
        case tooLittle
    }

    /// The mirror once every known number is loaded.
    package let expectedBytes: Int
    /// The bytes still to be written, the write-ahead log included.
    package let neededBytes: Int
    /// The same with some room for history.
    package let comfortableBytes: Int

    /// A loaded subscription with its document, measured with a simulated company of 100,000.
    package static let bytesWithDocument = 3_400
    /// The same where `store.raw` is off.
    package static let bytesWithoutDocument = 2_350
    /// What the write-ahead log is cut back to; one transaction may make it longer for a moment.
    package static let logBytes = 64 << 20
    /// The least room for history.
    package static let leastMargin = 100_000_000

    /// Estimates it.
    ///
    /// - Parameters:
    ///   - numbers: how many are known; nil before the first list.
    ///   - mirrorBytes: the file's size, nil when there is none.
    package init(numbers: Int?, mirrorBytes: Int?, keepsDocuments: Bool) {
        let perNumber = keepsDocuments ? Self.bytesWithDocument : Self.bytesWithoutDocument
        let present = mirrorBytes ?? 0
        expectedBytes = max((numbers ?? 0) * perNumber, present)
        neededBytes = expectedBytes - present + Self.logBytes
        comfortableBytes = neededBytes + max(expectedBytes / 10, Self.leastMargin)
    }

    /// Judges `freeBytes` of room.
    package func verdict(freeBytes: Int) -> Verdict {
        if freeBytes < neededBytes { return .tooLittle }
        return freeBytes < comfortableBytes ? .tight : .enough
    }
}
