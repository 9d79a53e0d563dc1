namespace TransitHub.Core.Storage.Changes;

/// <summary>An entry of a stream.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Content">What it tells.</param>
public sealed record ChangeEntry(long Id, ReadOnlyMemory<byte> Content);

/// <summary>What follows a place in a stream.</summary>
/// <param name="Entries">The entries right behind the place, in order; empty: there are none yet, or they are gone.</param>
/// <param name="IsGone">True: what follows the place is there no more, or the stream does not reach up to it. Begin with a whole state.</param>
public sealed record ChangePage(IReadOnlyList<ChangeEntry> Entries, bool IsGone)
{
    /// <summary>Nothing yet.</summary>
    public static ChangePage Empty { get; } = new([], IsGone: false);

    /// <summary>It cannot be told.</summary>
    public static ChangePage Gone { get; } = new([], IsGone: true);
}

/// <summary>What a stream has.</summary>
/// <param name="First">The number of the oldest entry that is there; one more than <paramref name="Last"/> when none is.</param>
/// <param name="Last">The number of the newest entry ever; 0: none was.</param>
public readonly record struct ChangeExtent(long First, long Last);
