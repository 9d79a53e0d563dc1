using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.Changes;

/// <summary>
/// What the holder of a lease tells those who follow it: one entry for each of its states, numbered from 1 without gaps. Whoever takes in the entries
/// in order has the same as every other. A stream is for following, not for keeping: what is behind <see cref="MaxEntries"/> goes, and whoever is so
/// far behind begins with a whole state.
/// </summary>
public interface IChangeStreams
{
    /// <summary>The most entries that a stream has: some 16 minutes at one a second. The oldest go.</summary>
    const int MaxEntries = 1000;

    /// <summary>The largest entry, bytes.</summary>
    const int MaxEntryBytes = 1 << 28;

    /// <summary>Appends the next entry to the lease's stream. One whose number is there already, or was, changes nothing.</summary>
    /// <param name="id">Its number: one more than the last one's.</param>
    /// <param name="content">What it tells.</param>
    /// <param name="lease">The writer's; its name is the stream's.</param>
    /// <param name="cancellationToken">Ends the waiting; it may stand then.</param>
    /// <exception cref="ChangeGapException">Entries before it are missing; nothing was written.</exception>
    /// <exception cref="LeaseLostException">The lease is no longer held; nothing was written.</exception>
    /// <exception cref="IOException">The storage failed; it may stand if only the answer was lost.</exception>
    ValueTask AppendAsync(long id, ReadOnlyMemory<byte> content, Lease lease, CancellationToken cancellationToken);

    /// <summary>Reads the entries behind a place, in order and without a gap.</summary>
    /// <param name="stream">Whose.</param>
    /// <param name="id">The last one that is not wanted any more; 0: from the first one ever.</param>
    /// <param name="most">How many at most, from 1.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<ChangePage> ReadAfterAsync(LeaseName stream, long id, int most, CancellationToken cancellationToken);

    /// <summary>What a stream has.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<ChangeExtent> ExtentAsync(LeaseName stream, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the entries before one. No lease is asked for: it is called with what a kept state has taken in, which stays so whoever holds the lease by now.
    /// </summary>
    /// <param name="stream">Whose.</param>
    /// <param name="first">The first one to stay.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask TrimAsync(LeaseName stream, long first, CancellationToken cancellationToken);
}
