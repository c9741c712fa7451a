import GRDB
import MirrorReading
import Testing

@Suite("A pattern for cost centres")
struct CostCentrePatternTests {
    /// Patterns as people write them.
    private static let patterns = ["[0-9]{4}", "[0-9]+", "\\b([A-Z]{2}\\d+)\\b", "x(\\d+)y|z", "^KS (\\d+)"]

    @Test(
        "says that a text holds none, however long it is", arguments: patterns,
        [0, 22, 30, 600, 4096, 60_000])
    func noMatch(pattern: String, length: Int) throws {
        let text = String(repeating: "Administrasjonen, ", count: length / 18 + 1).prefix(length)
        #expect(try CostCentrePattern(pattern)?.costCentre(in: String(text)) == .some(nil))
    }

    @Test("finds the one behind other words", arguments: [0, 30, 600, 4000])
    func match(length: Int) throws {
        let text = String(repeating: "a", count: length) + " 4711"
        #expect(try CostCentrePattern("[0-9]{4}")?.costCentre(in: text) == "4711")
    }

    @Test("is given up when it takes too long", arguments: [30, 600, 4000])
    func costly(length: Int) {
        #expect(throws: DatabaseError.self) {
            try CostCentrePattern("(a+)+$")?.costCentre(in: String(repeating: "a", count: length) + "!")
        }
    }
}
