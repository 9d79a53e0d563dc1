namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>The lines of the rows of a file. Nearly always each row is the line after the last one's, so only jumps are kept.</summary>
internal sealed class LineNumbers
{
    private readonly List<int> rows = [];
    private readonly List<long> lines = [];
    private long expected = -1;

    public void Add(int row, long line)
    {
        if (line != this.expected)
        {
            this.rows.Add(row);
            this.lines.Add(line);
        }

        this.expected = line + 1;
    }

    public long Of(int row)
    {
        var at = this.rows.BinarySearch(row);
        at = at < 0 ? ~at - 1 : at;
        return at < 0 ? 0 : this.lines[at] + row - this.rows[at];
    }
}
