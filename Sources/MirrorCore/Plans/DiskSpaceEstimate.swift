/// Estimates how much disk space a mirror still needs.
package struct DiskSpaceEstimate: Sendable, Equatable {
    /// Whether there is enough space.
    package enum Verdict: Sendable, Equatable {
        case enough
        /// Enough for the work at hand, but for little of the history that follows.
        case tight
        case tooLittle
    }

    /// The mirror's size once every known number is loaded.
    package let expectedBytes: Int
    /// The bytes still to be written, including the write-ahead log.
    package let neededBytes: Int
    /// ``neededBytes`` plus some space for history.
    package let comfortableBytes: Int

    /// Bytes per loaded subscription with its document, measured with a simulated company of 100,000.
    package static let bytesWithDocument = 3_400
    /// The same if `store.raw` is off.
    package static let bytesWithoutDocument = 2_350
    /// The size to which the write-ahead log is truncated; one transaction may exceed it for a moment.
    package static let logBytes = 64 << 20
    /// The minimum space for history.
    package static let leastMargin = 100_000_000

    /// Estimates the need.
    ///
    /// - Parameters:
    ///   - numbers: how many are known; nil before the first list.
    ///   - mirrorBytes: the file's size; nil if there is none.
    package init(numbers: Int?, mirrorBytes: Int?, keepsDocuments: Bool) {
        let perNumber = keepsDocuments ? Self.bytesWithDocument : Self.bytesWithoutDocument
        let present = mirrorBytes ?? 0
        expectedBytes = max((numbers ?? 0) * perNumber, present)
        neededBytes = expectedBytes - present + Self.logBytes
        comfortableBytes = neededBytes + max(expectedBytes / 10, Self.leastMargin)
    }

    /// Judges whether `freeBytes` are enough.
    package func verdict(freeBytes: Int) -> Verdict {
        if freeBytes < neededBytes { return .tooLittle }
        return freeBytes < comfortableBytes ? .tight : .enough
    }
}
