using System.Collections.Immutable;
using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// How freely traffic moves on each link: the time that road vehicles took from stop to stop without standing there, against that of the fastest sixth
/// that was seen to take the link. From 0.7 of its speed on traffic runs smoothly, from 0.5 on it is stop and go, from 0.3 on congestion, below that
/// severe; GTFS Realtime gives the words and no figures. Single vehicles meet red lights: a level is told when three of the last five words on
/// the link and its neighbors on the vehicle's way, of the last quarter of an hour, were at least that bad. Of vehicles that only cameras see, the time
/// from one counting line to another is a word on the links between, against the fastest sixth that was seen to take that stretch, stops and all.
/// </summary>
/// <param name="schedule">The static feed.</param>
internal sealed class LinkCongestion(Schedule schedule)
{
    /// <summary>How many words must be as bad as the level.</summary>
    private const int Needed = 3;

    /// <summary>Seconds after which a word no longer counts.</summary>
    private const double StaleSeconds = 900;

    /// <summary>A vehicle that is still on a link says something once so much time more than the free one has passed, and then each minute, seconds.</summary>
    private const double WordEverySeconds = 60;

    /// <summary>A longer stretch between two counting lines says too little of each of its links.</summary>
    private const int MostStretchLinks = 6;

    /// <summary>The list is made anew so often at most, seconds.</summary>
    private const double ListEverySeconds = 10;

    /// <summary>One for each link from the beginning, so that a ping allocates nothing.</summary>
    private readonly LinkWords[] words = Make<LinkWords>(schedule.Links.Count);
    private readonly FreeTime[] free = Make<FreeTime>(schedule.Links.Count);
    private readonly Dictionary<(int From, int To, int Link), Stretch> stretches = [];

    /// <summary>Links that have words.</summary>
    private readonly List<int> listed = [];
    private ImmutableArray<CongestedLink> list = [];
    private double listedAt;

    /// <summary>Learns from a link that was passed.</summary>
    public void Learn(RunTrack run, PassedStop passed)
    {
        int from = passed.Stop - 1;
        if (!passed.IsSharp || from < 0 || !this.IsOnRoad(run) || run.Arrived[passed.Stop] - run.Departed[from] is not (> 0 and var seconds))
        {
            return;
        }

        int link = run.Links[from];
        if (this.free[link].IsKnown)
        {
            this.Say(link, new Word(run.Arrived[passed.Stop], this.free[link].Seconds / seconds, 0));
        }

        this.free[link].Learn(seconds);
    }

    /// <summary>Learns from a run that nobody reports and that was surely seen at two lines of its pattern, of which the second is not before the first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">The first line.</param>
    /// <param name="to">The second line.</param>
    /// <param name="start">When it passed the first, Unix seconds.</param>
    /// <param name="end">When it passed the second, Unix seconds.</param>
    public void Learn(RunTrack run, LinePass from, LinePass to, double start, double end)
    {
        ReadOnlySpan<float> offsets = run.Offsets;
        int first = LinkAt(offsets, from.Offset);
        int last = LinkAt(offsets, to.Offset - 1);
        if (!(end > start) || !this.IsOnRoad(run) || last - first >= MostStretchLinks)
        {
            return;
        }

        (int From, int To, int Link) key = (from.Line, to.Line, run.Links[first]);
        if (!this.stretches.TryGetValue(key, out Stretch? stretch))
        {
            this.stretches.Add(key, stretch = new Stretch(this.stretches.Count + 1, new FreeTime()));
        }

        if (stretch.Free.IsKnown)
        {
            var word = new Word(end, stretch.Free.Seconds / (end - start), stretch.Number);
            for (int i = first; i <= last; i++)
            {
                if (IsOf(offsets[i], offsets[i + 1], from.Offset, to.Offset))
                {
                    this.Say(run.Links[i], word);
                }
            }
        }

        stretch.Free.Learn(end - start);
    }

    /// <summary>Takes a fix on the line, and says what the vehicle meets where it is.</summary>
    /// <returns>GTFS-Realtime CongestionLevel, 1 to 4; null: unknown.</returns>
    public byte? Note(VehicleTrack track, double at)
    {
        if (track.Run is not { IsUnderWay: true, IsComplete: false, NextStop: > 0 } run || !track.Tracker.IsFollowing || track.IsOffRoute || !this.IsOnRoad(run))
        {
            return null;
        }

        int place = run.NextStop - 1;
        this.NoteStuck(track, run, place, at);
        Span<Word> heard = stackalloc Word[3 * LinkWords.Kept];
        int count = 0;
        for (int i = Math.Max(0, place - 1); i <= Math.Min(run.Links.Length - 1, place + 1); i++)
        {
            count = this.words[run.Links[i]].Read(at - StaleSeconds, heard, count);
        }

        return count < Needed ? null : LevelOf(ThirdWorst(heard[..count]));
    }

    /// <summary>Links with words enough, in the order of their indexes; made anew each few seconds.</summary>
    /// <param name="present">The present, Unix seconds.</param>
    public ImmutableArray<CongestedLink> List(double present)
    {
        if (present - this.listedAt < ListEverySeconds)
        {
            return this.list;
        }

        this.listedAt = present;
        this.listed.Sort();
        ImmutableArray<CongestedLink>.Builder made = ImmutableArray.CreateBuilder<CongestedLink>();
        Span<Word> heard = stackalloc Word[LinkWords.Kept];
        int stays = 0;
        for (int i = 0; i < this.listed.Count; i++)
        {
            int link = this.listed[i];
            int count = this.words[link].Read(present - StaleSeconds, heard, 0);
            this.words[link].IsListed = count > 0;
            if (count > 0)
            {
                this.listed[stays++] = link;
            }

            if (count >= Needed)
            {
                made.Add(Told(link, heard[..count]));
            }
        }

        this.listed.RemoveRange(stays, this.listed.Count - stays);
        return this.list = made.DrainToImmutable();
    }

    /// <summary>GTFS-Realtime CongestionLevel of a share of the free speed.</summary>
    private static byte LevelOf(double ratio) => ratio switch { >= 0.7 => 1, >= 0.5 => 2, >= 0.3 => 3, _ => 4 };

    private static CongestedLink Told(int link, Span<Word> heard)
    {
        int seen = 0;
        double newest = 0;
        foreach (Word word in heard)
        {
            seen += word.Stretch > 0 ? 1 : 0;
            newest = Math.Max(newest, word.At);
        }

        double ratio = ThirdWorst(heard);
        return new CongestedLink(link, LevelOf(ratio), ratio, heard.Length, seen, new Timestamp((long)(newest * 1000)));
    }

    /// <summary>The third smallest share of the newest five words.</summary>
    private static double ThirdWorst(Span<Word> heard)
    {
        heard.Sort(static (a, b) => a.At.CompareTo(b.At));
        Span<Word> newest = heard[^Math.Min(LinkWords.Kept, heard.Length)..];
        newest.Sort(static (a, b) => a.Ratio.CompareTo(b.Ratio));
        return newest[Needed - 1].Ratio;
    }

    /// <summary>A stretch says something of a link if it holds the link's middle, or lies about its own middle within the link.</summary>
    private static bool IsOf(double linkStart, double linkEnd, double start, double end)
    {
        double middle = (linkStart + linkEnd) / 2;
        double own = (start + end) / 2;
        return (middle >= start && middle <= end) || (own >= linkStart && own <= linkEnd);
    }

    /// <summary>Place of the link at so many meters along.</summary>
    private static int LinkAt(ReadOnlySpan<float> offsets, double along) =>
        Math.Clamp(LineProgress.NextStop(offsets, along) - 1, 0, offsets.Length - 2);

    private static T[] Make<T>(int count)
        where T : new()
    {
        T[] rows = new T[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new T();
        }

        return rows;
    }

    /// <summary>Who takes long already need not come to the end of the link to be heard.</summary>
    private void NoteStuck(VehicleTrack track, RunTrack run, int place, double at)
    {
        int link = run.Links[place];
        FreeTime usual = this.free[link];
        double since = at - run.Departed[place];
        if (run.IsStanding || !usual.IsKnown || !(since > usual.Seconds + WordEverySeconds) || at - track.StuckSaidAt < WordEverySeconds)
        {
            return;
        }

        double share = (track.Tracker.Along - run.Offsets[place]) / Math.Max(1, run.Offsets[place + 1] - run.Offsets[place]);
        track.StuckSaidAt = at;
        this.Say(link, new Word(at, Math.Clamp(share, 0, 1) * usual.Seconds / since, 0));
    }

    private void Say(int link, Word word)
    {
        this.words[link].Add(word);
        if (!this.words[link].IsListed)
        {
            this.words[link].IsListed = true;
            this.listed.Add(link);
        }
    }

    private bool IsOnRoad(RunTrack run) => schedule.Routes.Type(run.RouteIndex) is 0 or 3 or 11 or (>= 200 and < 300) or (>= 700 and < 1000);

    /// <summary>The way between two counting lines.</summary>
    private sealed record Stretch(int Number, FreeTime Free);
}
