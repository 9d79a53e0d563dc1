using TransitHub.Core.Ids;
using TransitHub.Core.Storage;

namespace TransitHub.Server.Statics;

/// <summary>Brings what all processes share of a feed's static versions into the folder of one that serves: zips, history, and what an operator chose.</summary>
/// <param name="feed">The feed.</param>
/// <param name="statics">What all share.</param>
/// <param name="versions">The versions on this process's disk.</param>
/// <param name="storage">Where zips are.</param>
internal sealed class StaticMirror(FeedId feed, SharedStatics statics, StaticVersions versions, IHubStorage storage)
{
    /// <summary>Clocks of two machines differ by less.</summary>
    private const long SameSeconds = 60;

    private StaticEvent? seen;

    /// <summary>Looks whether something is new, and takes it.</summary>
    /// <exception cref="IOException">The storage or the disk failed; the next call tries again.</exception>
    public async Task LookAsync(CancellationToken stop)
    {
        StaticBook book = statics.Book;
        foreach (StaticVersion missing in book.Versions.Where(v => versions.Find(v.ContentHash) is null).ToList())
        {
            if (await storage.StaticZips.FindAsync(feed, missing.ContentHash, stop).ConfigureAwait(false) is { } zip)
            {
                versions.Keep(missing, zip);
            }
        }

        if (book.Last is { } last && last != this.seen)
        {
            if (!versions.History.List().Any(e => IsSame(e, last)))
            {
                versions.History.Add(last);
            }

            if (last.Outcome != "failed" && book.InService is { } served)
            {
                StaticPin.Write(versions.Folder, book.Over is { } over ? new StaticPin(served.ContentHash, served.Version, over) : null);
            }

            this.seen = last;
        }
    }

    /// <summary>Who asked has noted it already, by its own clock.</summary>
    private static bool IsSame(StaticEvent noted, StaticEvent last) =>
        noted.Request == last.Request || (noted.Outcome == last.Outcome && noted.ContentHash == last.ContentHash && Math.Abs(noted.At - last.At) <= SameSeconds);
}
