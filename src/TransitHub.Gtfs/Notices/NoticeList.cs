using System.Collections;

namespace TransitHub.Gtfs.Notices;

/// <summary>
/// The notices of a feed in the order in which they were found. It keeps a bounded number per code, so that a feed with
/// a million equal faults cannot fill the memory, and counts all of them.
/// </summary>
public sealed class NoticeList : IReadOnlyList<Notice>
{
    /// <summary>Notices kept per code unless said otherwise.</summary>
    public const int DefaultKeptPerCode = 100;

    private readonly List<Notice> kept = [];
    private readonly SortedDictionary<string, long> totals = new(StringComparer.Ordinal);
    private readonly long[] bySeverity = new long[3];
    private readonly int keptPerCode;

    /// <summary>Makes an empty list that keeps <paramref name="keptPerCode"/> (at least 1) notices of each code.</summary>
    public NoticeList(int keptPerCode = DefaultKeptPerCode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keptPerCode, 1);
        this.keptPerCode = keptPerCode;
    }

    /// <summary>Number of notices kept.</summary>
    public int Count => this.kept.Count;

    /// <summary>Number of notices found, by code in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Totals => this.totals;

    /// <summary>Number of notices found.</summary>
    public long Total => this.totals.Values.Sum();

    /// <summary>Number of notices found of a severity.</summary>
    public long CountOf(NoticeSeverity severity) => this.bySeverity[(int)severity];

    /// <summary>Whether a notice of severity <see cref="NoticeSeverity.Error"/> was found.</summary>
    public bool HasErrors => CountOf(NoticeSeverity.Error) > 0;

    /// <summary>One of the notices kept.</summary>
    public Notice this[int index] => this.kept[index];

    /// <summary>Number of notices found with this code.</summary>
    public long TotalOf(string code) => this.totals.GetValueOrDefault(code);

    /// <inheritdoc/>
    public IEnumerator<Notice> GetEnumerator() => this.kept.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool Keeps(string code) => this.totals.GetValueOrDefault(code) < this.keptPerCode;

    internal void Add(Notice notice)
    {
        if (Keeps(notice.Code))
        {
            this.kept.Add(notice);
        }

        Tally(notice.Code, notice.Severity);
    }

    /// <summary>Counts a notice whose text would not be kept, so that it need not be made.</summary>
    internal void Tally(string code, NoticeSeverity severity)
    {
        this.totals[code] = TotalOf(code) + 1;
        this.bySeverity[(int)severity]++;
    }
}
