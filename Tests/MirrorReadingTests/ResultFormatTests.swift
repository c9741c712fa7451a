import Foundation
import MirrorReading
import TestSupport
import Testing

@Suite("A result")
struct ResultFormatTests {
    static let query = Query(
        """
        SELECT column1 AS name, column2 AS value, column3 AS "note, or none" FROM (VALUES
            ('Åse Øvrebø', 1, NULL),
            ('', -2.5, 'a "quoted", text'),
            ('日本', 9007199254740993, 'two' || char(13, 10) || 'lines'),
            ('e' || char(0x301), 1e300, char(27) || '[31m' || char(9) || '\\'),
            (NULL, NULL, ' x '))
        """)

    @Test("as CSV quotes a text with any line's end, as some readers end a line at a bare CR")
    func csvLineEnds() throws {
        try ExampleMirror.with { mirror in
            let query = Query("SELECT 'a' || char(13) || 'b' AS cr, 'a' || char(10) || 'b' AS lf")
            try #expect(mirror.text(query, as: .csv) == "cr,lf\n\"a\rb\",\"a\nb\"\n")
        }
    }

    @Test("as a table gives marks and joiners no column of their own")
    func tableWidths() throws {
        try ExampleMirror.with { mirror in
            let query = Query(
                "SELECT column1 AS a, column2 AS b FROM (VALUES (char(0x200E) || 'x', 1), ('1' || char(0x20DD), 2))"
            )
            try #expect(
                mirror.text(query, as: .table) == "a  b\n─  ─\n\u{200E}x  1\n1\u{20DD}  2\n")
        }
    }

    @Test("as CSV quotes what has to be, and tells unknown from empty")
    func csv() throws {
        try ExampleMirror.with { mirror in
            try #expect(
                mirror.text(Self.query, as: .csv) == """
                    name,value,"note, or none"
                    Åse Øvrebø,1,
                    "",-2.5,"a ""quoted"", text"
                    日本,9007199254740993,"two\r\nlines"
                    e\u{301},1e+300,\u{1B}[31m\t\\
                    ,, x \n
                    """)
        }
    }

    @Test("as JSON is read back by another reader as what it was")
    func json() throws {
        try ExampleMirror.with { mirror in
            let text = try mirror.text(Self.query, as: .json)
            #expect(
                text == #"""
                    [
                    {"name":"Åse Øvrebø","value":1,"note, or none":null},
                    {"name":"","value":-2.5,"note, or none":"a \"quoted\", text"},
                    {"name":"日本","value":9007199254740993,"note, or none":"two\r\nlines"},
                    {"name":"é","value":1e+300,"note, or none":"\u001b[31m\t\\"},
                    {"name":null,"value":null,"note, or none":" x "}
                    ]

                    """#)
            let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
            #expect(parsed?.count == 5)
            #expect(parsed?[2]["value"] as? Int64 == 9_007_199_254_740_993)
            #expect(parsed?[3]["note, or none"] as? String == "\u{1B}[31m\t\\")
        }
    }

    @Test("as a table is aligned by width, and shows what a terminal would obey")
    func table() throws {
        try ExampleMirror.with { mirror in
            try #expect(
                mirror.text(Self.query, as: .table)
                    == #"""
                    name                   value  note, or none
                    ──────────  ────────────────  ────────────────
                    Åse Øvrebø                 1
                    ''                      -2.5  a "quoted", text
                    日本        9007199254740993  two\r\nlines
                    é                     1e+300  \x1b[31m\t\
                                                   x

                    """#.replacing("é", with: "e\u{301}"))
        }
    }

    @Test(
        "without rows has its columns all the same",
        arguments: [
            (.csv, "a,b\n"), (.json, "[]\n"), (.table, "a  b\n─  ─\n"),
        ] as [(ResultFormat, String)])
    func noRows(format: ResultFormat, expected: String) throws {
        try ExampleMirror.with { mirror in
            try #expect(mirror.text(Query("SELECT 1 AS a, 2 AS b WHERE 0"), as: format) == expected)
        }
    }

    @Test("a blob is shown as hexadecimal digits")
    func blob() throws {
        try ExampleMirror.with { mirror in
            try #expect(mirror.text(Query("SELECT x'00ffAB' AS b"), as: .csv) == "b\n00ffab\n")
        }
    }

    @Test("as JSON refuses two columns of one name")
    func repeatedColumn() throws {
        try ExampleMirror.with { mirror in
            #expect(throws: QueryFailure.repeatedColumn("a")) {
                try mirror.text(Query("SELECT 1 AS a, 2 AS a"), as: .json)
            }
        }
    }
}
