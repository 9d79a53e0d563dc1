using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// Takes the tide out of the times that boats took, and puts it in again for the moment asked for: the memories of links then hold times
/// of slack water. Both ways between two piers share a <see cref="TideReach"/>. A current counts as far as it has
/// earned (<see cref="TideReach.Trust"/>). Links without boats are left alone.
/// </summary>
internal sealed class LinkTides
{
    /// <summary>A current is at most this share of a boat's speed in slack water.</summary>
    private const double MostShare = 0.5;

    private readonly LinkTable links;
    private readonly TideReach?[] reaches;
    private readonly bool[] isBack;

    public LinkTides(Schedule schedule)
    {
        this.links = schedule.Links;
        this.reaches = new TideReach?[this.links.Count];
        this.isBack = new bool[this.links.Count];
        Dictionary<(int, int), TideReach> known = [];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            if (ModeTraits.Of(schedule.Routes.Type(schedule.Patterns.RouteIndex(pattern)), false).Drift == 0)
            {
                continue;
            }

            foreach (int link in schedule.Patterns.Links(pattern))
            {
                (int from, int to) = (this.links.FromStop(link), this.links.ToStop(link));
                (int, int) ends = (Math.Min(from, to), Math.Max(from, to));
                if (!known.TryGetValue(ends, out TideReach? reach))
                {
                    known.Add(ends, reach = new TideReach());
                }

                this.reaches[link] = reach;
                this.isBack[link] = string.CompareOrdinal(schedule.Stops.Id(from), schedule.Stops.Id(to)) > 0;
            }
        }
    }

    /// <summary>What a time of slack water becomes at a moment.</summary>
    public double AtTide(int link, double seconds, double at)
    {
        double current = this.Current(link, at);
        if (current == 0)
        {
            return seconds;
        }

        double slack = this.links.LengthMeters(link) / seconds;
        return this.links.LengthMeters(link) / (slack + Math.Clamp(current, -MostShare * slack, MostShare * slack));
    }

    /// <summary>What a time taken at a moment would have been in slack water.</summary>
    public double AtSlack(int link, double seconds, double at)
    {
        double current = this.Current(link, at);
        if (current == 0)
        {
            return seconds;
        }

        double speed = this.links.LengthMeters(link) / seconds;
        return this.links.LengthMeters(link) / Math.Clamp(speed - current, speed / (1 + MostShare), speed / (1 - MostShare));
    }

    /// <summary>Learns from a boat.</summary>
    /// <param name="link">The link.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="at">When it came to the link's end, Unix seconds.</param>
    public void Learn(int link, double seconds, double at)
    {
        if (this.reaches[link] is not { } reach || this.links.LengthMeters(link) <= 0)
        {
            return;
        }

        reach.Learn(this.isBack[link], at, this.links.LengthMeters(link) / seconds);
    }

    /// <summary>Writes every reach of which something is known, by the key of one of its links.</summary>
    public void Write(BinaryWriter writer)
    {
        HashSet<TideReach> written = [];
        List<int> known = [];
        for (int link = 0; link < this.reaches.Length; link++)
        {
            if (this.reaches[link] is { Boats: > 0 } reach && written.Add(reach))
            {
                known.Add(link);
            }
        }

        writer.Write(known.Count);
        foreach (int link in known)
        {
            writer.Write(this.links.Key(link));
            this.reaches[link]!.Write(writer);
        }
    }

    /// <summary>Takes over what <see cref="Write"/> gave, of the links that there still are.</summary>
    public void Read(BinaryReader reader)
    {
        Dictionary<ulong, TideReach> places = [];
        for (int link = 0; link < this.reaches.Length; link++)
        {
            if (this.reaches[link] is { } reach)
            {
                places[this.links.Key(link)] = reach;
            }
        }

        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            places.GetValueOrDefault(reader.ReadUInt64(), new TideReach()).Read(reader);
        }
    }

    private double Current(int link, double at) =>
        this.reaches[link] is { } reach && reach.Trust is > 0 and var trust && this.links.LengthMeters(link) > 0
            ? trust * reach.Current(this.isBack[link], at)
            : 0;
}
