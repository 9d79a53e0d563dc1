using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Server.Statics;

/// <summary>Lets a running feed go over to another static version; returns when readers of this process see it.</summary>
/// <param name="version">The version; its zip is beside the one in service.</param>
/// <param name="request">Who asks and why.</param>
/// <param name="stop">Gives up waiting.</param>
/// <exception cref="InvalidOperationException">It cannot; the former one goes on, and the message says why.</exception>
/// <exception cref="IOException">The same, by the storage.</exception>
internal delegate Task StaticSwap(LoadedSchedule version, StaticRequest request, CancellationToken stop);

/// <summary>Asks all processes of a scaled-out hub to go over to another static version, and waits for what becomes of it.</summary>
/// <param name="feed">The feed.</param>
/// <param name="statics">What all share of its versions.</param>
/// <param name="versions">The versions on this process's disk.</param>
/// <param name="storage">Where zips go.</param>
/// <param name="shown">Content hash of the version that readers of this process see.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class SharedSwap(FeedId feed, SharedStatics statics, StaticVersions versions, IHubStorage storage, Func<string> shown, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>As <see cref="StaticSwap"/> says.</summary>
    public async Task GoOverAsync(LoadedSchedule version, StaticRequest request, CancellationToken stop)
    {
        string hash = version.Schedule.ContentHash;
        StaticVersion next = versions.Find(hash) ?? throw new InvalidOperationException($"Version {version.Schedule.Version} is not on this machine's disk any more.");
        await this.PutAsync(next, stop).ConfigureAwait(false);
        StaticVersion? first = versions.Current;
        if (statics.Book.InService is null && first is not null)
        {
            await this.PutAsync(first, stop).ConfigureAwait(false);
        }

        string id = await this.AskAsync(next, first, request, stop).ConfigureAwait(false);
        while (statics.Book.Turn?.Id == id)
        {
            await Task.Delay(Pause, clock, stop).ConfigureAwait(false);
            await statics.RefreshAsync(stop).ConfigureAwait(false);
        }

        if (statics.InService != hash)
        {
            throw new InvalidOperationException(
                statics.Book.Last is { Outcome: "failed" } failed && failed.Request == id ? string.Join(' ', failed.Reasons) : "Another version came into service meanwhile.");
        }

        while (shown() != hash && statics.InService == hash)
        {
            await Task.Delay(Pause, clock, stop).ConfigureAwait(false);
        }
    }

    private async Task PutAsync(StaticVersion version, CancellationToken stop)
    {
        try
        {
            byte[] zip = await File.ReadAllBytesAsync(versions.FileOf(version), stop).ConfigureAwait(false);
            await storage.StaticZips.PutAsync(feed, version.ContentHash, zip, stop).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <summary>The id of the change to wait for: two processes that find the same new file are at one.</summary>
    private async Task<string> AskAsync(StaticVersion next, StaticVersion? first, StaticRequest request, CancellationToken stop)
    {
        string id = request.Id.Length > 0 ? request.Id : Guid.NewGuid().ToString("N");
        string? refusal = null;
        await statics.ChangeAsync(
            book =>
            {
                refusal = null;
                StaticBook begun = book.InService is null && first is not null ? book with { Versions = [first], Served = [first.ContentHash] } : book;
                if (book.Turn is { } turn)
                {
                    id = turn.Id;
                    refusal = turn.Version.ContentHash == next.ContentHash ? null : $"{turn.By} has just asked for version {turn.Version.Version}. Look again when it is done.";
                    return null;
                }

                if (begun.InService is { } served && (served.ContentHash == next.ContentHash || (request.Over is { } seen && seen != served.ContentHash)))
                {
                    refusal = served.ContentHash == next.ContentHash ? null : $"Version {served.Version} came into service meanwhile.";
                    return null;
                }

                return begun with { Turn = new StaticTurn(id, next, request.By, request.Why, Timestamp.Now(clock).UnixSeconds, request.Version is not null, []) };
            },
            $"{request.By} asked for static version {next.Version}: {request.Why}",
            stop).ConfigureAwait(false);
        return refusal is null ? id : throw new InvalidOperationException(refusal);
    }
}
