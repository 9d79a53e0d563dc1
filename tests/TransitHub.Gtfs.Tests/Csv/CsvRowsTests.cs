using System.Text;
using TransitHub.Gtfs.Csv;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Gtfs.Tests.Csv;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1:a|b 2:1|2")]
    [InlineData("a,b\r\n1,2", "1:a|b 2:1|2")]
    [InlineData("a\r1\r\r2", "1:a 2:1 4:2")]
    [InlineData("a,\n,\n", "1:a| 2:|")]
    [InlineData("\"x, y\",2\n", "1:x, y|2")]
    [InlineData("\"he said \"\"no\"\"\",2\n", "1:he said \"no\"|2")]
    [InlineData("\"two\nlines\"\nnext\n", "1:two\nlines 3:next")]
    [InlineData("5\" pipe,2\n", "1:5\" pipe|2")]
    [InlineData("\"ab\"c,2\n", "1:abc|2")]
    [InlineData("\"\"\n", "1:")]
    [InlineData("\n\n \n", "3: ")]
    [InlineData("\"open,2\nnext\n", "1:\"open|2 2:next")]
    [InlineData("", "")]
    public void Cuts_rows_as_written(string text, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Read(text, 128).Select(row => $"{row.Line}:{string.Join('|', row.Fields)}")));
    }

    [Fact]
    public void Cuts_any_text_like_a_plain_reading_of_the_rules_wherever_buffers_end()
    {
        const string Alphabet = "ab,,\"\"\n\r";
        var random = new Random(20261123);
        for (var round = 0; round < 4000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(400)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var expected = PlainCsv.Parse(text).Select(row => $"{row.Line}:{string.Join('|', row.Fields)}");
            var actual = Read(text, 128, random.Next(1, 200)).Select(row => $"{row.Line}:{string.Join('|', row.Fields)}");
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Takes_a_quote_that_is_never_closed_for_a_character_and_goes_on()
    {
        var text = "\"open" + new string('x', CsvRows.MaxQuotedBytes + 10) + "\nnext,row\n";

        var rows = Read(text, 1 << 12);

        Assert.Equal(2, rows.Count);
        Assert.StartsWith("\"open", rows[0].Fields[0], StringComparison.Ordinal);
        Assert.Equal(["next", "row"], rows[1].Fields);
    }

    private static List<(long Line, List<string> Fields)> Read(string text, int buffer, int chunk = 1000)
    {
        using var rows = new CsvRows(new TrickleStream(Encoding.UTF8.GetBytes(text), chunk), buffer);
        var found = new List<(long, List<string>)>();
        while (rows.Read())
        {
            var fields = new List<string>();
            for (var field = 0; field < rows.FieldCount; field++)
            {
                fields.Add(Encoding.UTF8.GetString(rows[field]));
            }

            found.Add((rows.Line, fields));
        }

        return found;
    }

    /// <summary>Gives a few bytes at a time, as a zip or network does.</summary>
    private sealed class TrickleStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
