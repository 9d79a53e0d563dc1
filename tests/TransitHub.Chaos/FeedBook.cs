using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;

namespace TransitHub.Chaos;

/// <summary>What the serving processes gave to readers, and what was wrong with it. Any thread.</summary>
internal sealed class FeedBook
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, ulong> bytesOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> tagsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> newestOf = new(StringComparer.Ordinal);
    private readonly List<string> faults = [];
    private ulong newest;
    private long newestAt;
    private TimeSpan longestGap;

    /// <summary>Different messages that were seen.</summary>
    public int Editions
    {
        get
        {
            lock (this.sync)
            {
                return this.bytesOf.Count;
            }
        }
    }

    /// <summary>The longest time in which no replica gave a message with a newer time, since the first one.</summary>
    public TimeSpan LongestGap
    {
        get
        {
            lock (this.sync)
            {
                return this.longestGap;
            }
        }
    }

    /// <summary>Messages that were seen on more than one replica.</summary>
    public int Shared
    {
        get
        {
            lock (this.sync)
            {
                return this.tagsOf.Values.SelectMany(t => t).GroupBy(t => t, StringComparer.Ordinal).Count(g => g.Count() > 1);
            }
        }
    }

    /// <summary>What was wrong.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (this.sync)
            {
                return [.. this.faults];
            }
        }
    }

    /// <summary>Notes a message that a replica gave.</summary>
    /// <param name="replica">Which.</param>
    /// <param name="tag">The message's tag.</param>
    /// <param name="time">Its header's time, Unix seconds.</param>
    /// <param name="bytes">All of it.</param>
    public void Note(string replica, string tag, ulong time, ReadOnlySpan<byte> bytes)
    {
        ulong hash = XxHash3.HashToUInt64(bytes);
        lock (this.sync)
        {
            if (this.newestOf.TryGetValue(replica, out ulong before) && time < before)
            {
                this.Fault($"{replica} gave a message of {before} and then one of {time}");
            }

            this.newestOf[replica] = time;
            if (!this.bytesOf.TryAdd(tag, hash) && this.bytesOf[tag] != hash)
            {
                this.Fault($"{replica} gave other bytes with the tag {tag}");
            }

            if (!this.tagsOf.TryGetValue(replica, out HashSet<string>? tags))
            {
                this.tagsOf[replica] = tags = new HashSet<string>(StringComparer.Ordinal);
            }

            tags.Add(tag);
            if (time > this.newest)
            {
                long now = Stopwatch.GetTimestamp();
                TimeSpan gap = this.newest == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(this.newestAt, now);
                this.longestGap = gap > this.longestGap ? gap : this.longestGap;
                (this.newest, this.newestAt) = (time, now);
            }
        }
    }

    private void Fault(FormattableString what) => this.faults.Add(what.ToString(CultureInfo.InvariantCulture));
}
