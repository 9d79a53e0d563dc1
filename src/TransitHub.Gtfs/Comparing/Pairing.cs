using System.Runtime.InteropServices;

namespace TransitHub.Gtfs.Comparing;

/// <summary>Which row of the later version is which of the former one: by id, or by meaning where the id went.</summary>
internal sealed class Pairing
{
    private readonly int[] toBefore;

    private Pairing(EntityKind kind, int[] toBefore, IdStability stability)
    {
        (Kind, this.toBefore, Stability) = (kind, toBefore, stability);
    }

    public EntityKind Kind { get; }

    public IdStability Stability { get; }

    /// <summary>Row of the former version, or a number beyond all of them for one that is new.</summary>
    public int Canonical(int after) => this.toBefore[after];

    /// <summary>A stop or a route: one row of each meaning, and an id whose meaning changed to nothing like it counts as reused.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="before">The former rows.</param>
    /// <param name="after">The later rows.</param>
    /// <param name="isSame">Whether rows of one key mean the same, former row first.</param>
    /// <param name="isOther">Whether two rows of one id mean different things.</param>
    public static Pairing Of(EntityKind kind, Rows before, Rows after, Func<int, int, bool> isSame, Func<int, int, bool> isOther)
    {
        var tally = new PairingTally(kind, before, after);
        var pairs = NewPairs(before.Count, after.Count);
        var open = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var isPaired = new bool[after.Count];
        for (var row = 0; row < before.Count; row++)
        {
            if (after.TryFind(before.Id(row), out var same) && !isOther(row, same))
            {
                (pairs[same], isPaired[same]) = (row, true);
                tally.Kept++;
                continue;
            }

            if (after.TryFind(before.Id(row), out var reused))
            {
                tally.NoteReused(row, reused);
            }

            if (before.Key(row) is { Length: > 0 } key)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(open, key, out _) ??= []).Add(row);
            }
        }

        for (var row = 0; row < after.Count; row++)
        {
            if (!isPaired[row] && after.Key(row) is { Length: > 0 } key && open.TryGetValue(key, out var rows)
                && rows.FindIndex(one => isSame(one, row)) is >= 0 and var found)
            {
                tally.NoteChanged(rows[found], row);
                pairs[row] = rows[found];
                rows.RemoveAt(found);
            }
        }

        return new Pairing(kind, pairs, tally.Result());
    }

    /// <summary>Trips: several may mean the same, so those of one id are taken out first, whatever the order of the rows.</summary>
    public static IdStability OfTrips(Rows before, Rows after)
    {
        var tally = new PairingTally(EntityKind.Trip, before, after);
        var open = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var row = 0; row < before.Count; row++)
        {
            if (before.Key(row) is not { } key)
            {
                continue;
            }

            if (after.TryFind(before.Id(row), out var same) && after.Key(same) == key)
            {
                tally.Kept++;
            }
            else
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(open, key, out _) ??= []).Enqueue(row);
            }
        }

        for (var row = 0; row < after.Count; row++)
        {
            if (after.Key(row) is { } key && !(before.TryFind(after.Id(row), out var same) && before.Key(same) == key)
                && open.TryGetValue(key, out var rows) && rows.TryDequeue(out var former))
            {
                tally.NoteChanged(former, row);
            }
        }

        return tally.Result();
    }

    private static int[] NewPairs(int before, int after)
    {
        var pairs = new int[after];
        for (var row = 0; row < after; row++)
        {
            pairs[row] = before + row;
        }

        return pairs;
    }

    /// <summary>The rows of one table of one version.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Id">A row's id.</param>
    /// <param name="Name">A row for a person.</param>
    /// <param name="Key">What rows of the same meaning have in common; null or empty: nothing to go by.</param>
    /// <param name="TryFind">Finds a row by its id.</param>
    public sealed record Rows(int Count, Func<int, string> Id, Func<int, string> Name, Func<int, string?> Key, Finder TryFind);

    /// <summary>Finds a row by its id.</summary>
    public delegate bool Finder(string id, out int row);
}
