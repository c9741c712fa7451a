/// Counts the rows of a list that cannot be read, though the list is read pass after pass.
struct UnreadableRows {
    /// Those of the pass that had the most.
    private(set) var most = 0
    private var ofPass = 0

    mutating func add(_ count: Int, ofPage index: Int) {
        ofPass = index == 0 ? count : ofPass + count
        most = max(most, ofPass)
    }
}
