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

    private readonly List<Notice> _kept = [];
    private readonly SortedDictionary<string, long> _totals = new(StringComparer.Ordinal);
    private readonly int _keptPerCode;

    /// <summary>Makes an empty list that keeps <paramref name="keptPerCode"/> (at least 1) notices of each code.</summary>
    public NoticeList(int keptPerCode = DefaultKeptPerCode)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keptPerCode, 1);
        _keptPerCode = keptPerCode;
    }

    /// <summary>Number of notices kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Number of notices found, by code in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Totals => _totals;

    /// <summary>Number of notices found.</summary>
    public long Total => _totals.Values.Sum();

    /// <summary>Whether a notice of severity <see cref="NoticeSeverity.Error"/> was found.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>One of the notices kept.</summary>
    public Notice this[int index] => _kept[index];

    /// <summary>Number of notices found with this code.</summary>
    public long TotalOf(string code) => _totals.GetValueOrDefault(code);

    /// <inheritdoc/>
    public IEnumerator<Notice> GetEnumerator() => _kept.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool Keeps(string code) => _totals.GetValueOrDefault(code) < _keptPerCode;

    internal void Add(Notice notice)
    {
        if (Keeps(notice.Code))
        {
            _kept.Add(notice);
        }

        Tally(notice.Code, notice.Severity);
    }

    /// <summary>Counts a notice whose text would not be kept, so that it need not be made.</summary>
    internal void Tally(string code, NoticeSeverity severity)
    {
        _totals[code] = TotalOf(code) + 1;
        HasErrors |= severity == NoticeSeverity.Error;
    }
}
