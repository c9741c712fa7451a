/// Finds the styles of a workbook that show numbers as days or times.
///
/// Source: ECMA-376-1, 18.8.10 (cellXfs), 18.8.30 (numFmt, with the built-in formats), 18.8.31 (numFmts).
enum WorkbookStyles {
    /// Excel's own limit is 64,000.
    private static let mostStyles = 1 << 16
    /// The formats of days and times without a code in the file; 27 to 36 and 50 to 58 are East Asian.
    private static let builtIn: [ClosedRange<Int>] = [14...22, 27...36, 45...47, 50...58]

    /// For each cell format, in order, whether it shows a day or a time.
    static func days(in content: [UInt8]) throws(WorkbookFault) -> [Bool] {
        var xml = try XMLPull(content)
        var days: Set<Int> = []
        var styles: [Bool] = []
        var isInCells = false
        while let event = try xml.next() {
            switch event {
            case .start("numFmt", let attributes):
                guard days.count < mostStyles else { throw .tooManyCells }
                if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"],
                    showsDay(code)
                {
                    days.insert(id)
                }
            case .start("cellXfs", _): isInCells = true
            case .end("cellXfs"): isInCells = false
            case .start("xf", let attributes) where isInCells:
                guard styles.count < mostStyles else { throw .tooManyCells }
                let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
                styles.append(days.contains(id) || builtIn.contains { $0.contains(id) })
            default: continue
            }
        }
        return styles
    }

    /// Whether `code` has a letter for days or times outside quotation marks and
    /// brackets, and not after an escape.
    private static func showsDay(_ code: String) -> Bool {
        var isQuoted = false
        var isBracketed = false
        var isTaken = false
        for character in code.lowercased() {
            if isTaken {
                isTaken = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else if isBracketed {
                isBracketed = character != "]"
            } else {
                switch character {
                case "\"": isQuoted = true
                case "[": isBracketed = true
                case "\\", "_", "*": isTaken = true
                case "d", "m", "y", "h", "s": return true
                default: continue
                }
            }
        }
        return false
    }
}
