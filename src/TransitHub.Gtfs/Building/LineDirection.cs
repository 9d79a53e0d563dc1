using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>One direction of a line.</summary>
/// <param name="Id">direction_id, 0 or 1.</param>
/// <param name="To">trip_headsign.</param>
/// <param name="Stops">Its calls in order, two or more.</param>
/// <param name="Path">Its way on the ground.</param>
public sealed record LineDirection(int Id, LocalizedText To, ImmutableArray<LineStop> Stops, LinePath Path)
{
    /// <summary>Whether it goes straight from stop to stop.</summary>
    public bool IsStraight => Path.Points.Length == Stops.Length;

    /// <summary>The direction along a way that was drawn, if it is straight so far; what is drawn goes into the hash.</summary>
    internal LineDirection Redraw(Func<LineDirection, DrawnWay?> draw, XxHash128? hash)
    {
        if (!IsStraight || draw(this) is not { } way || way.ToPath() is not var (path, offsets))
        {
            return this;
        }

        hash?.Append(MemoryMarshal.AsBytes(path.Points.AsSpan()));
        return this with { Path = path, Stops = [.. Stops.Select((call, at) => call with { OffsetMeters = offsets[at] })] };
    }
}
