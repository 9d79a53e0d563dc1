using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Expects the arrival at every later stop of a run: from where the vehicle is, link by link, with what
/// the links take now (P4 of the design), the vehicle's own pace, and variance that adds up on the way.
/// </summary>
internal sealed class ArrivalPredictor(LinkTimes links, EarlyHold hold, HeadwayHold headways, TerminalDepartures terminals)
{
    /// <summary>How much of a vehicle's own pace lasts, fading like the state of the links; more was worse in two cities.</summary>
    private const double PaceShare = 0.1;

    private const double PaceSeconds = 40 * 60;

    /// <summary>Error that all links of a way share (traffic, driver): share of the time ahead, standard deviation.</summary>
    private const double CommonSpread = 0.10;

    /// <summary>Standard deviation of a departure by headway, seconds.</summary>
    private const double HeadwayStartDeviation = 90;

    /// <summary>What gaps and pace make of a link's time leaves this share of it at least.</summary>
    private const double LeastShare = 0.4;

    /// <summary>A vehicle that stands at a stop goes on standing for about this long, seconds.</summary>
    private const double MeanDwellLeft = 8;

    /// <summary>Every second without word, after the first minute, makes the place less certain by this much of a second's way.</summary>
    private const double SilenceSpread = 0.3;

    /// <summary>Errors of a camera's sighting, its clock and where exactly its line is, square seconds.</summary>
    public const double SightingVariance = 64;

    /// <summary>Expects all stops of a run that has begun.</summary>
    /// <param name="run">The run.</param>
    /// <param name="along">Where the vehicle was, meters along.</param>
    /// <param name="at">When it was there, Unix seconds.</param>
    /// <param name="now">The present, Unix seconds; not before <paramref name="at"/>.</param>
    public void PredictUnderWay(RunTrack run, double along, double at, double now)
    {
        int stop = run.NextStop;
        double time;
        double variance = 100 + Square(SilenceSpread * Math.Max(0, now - at - 60));
        if (run.IsStanding)
        {
            double whole = this.LinkSeconds(run, stop - 1, double.IsNaN(run.Arrived[stop - 1]) ? now : run.Arrived[stop - 1], now, 0, out double spread);
            double reached = run.Arrived[stop - 1] + whole;
            time = Math.Max(reached, now + MeanDwellLeft + (0.7 * whole));
            variance += Square(spread * whole);
        }
        else if (stop == 0)
        {
            time = Math.Max(now, at + ((run.Offsets[0] - along) / 8));
        }
        else
        {
            ReadOnlySpan<float> offsets = run.Offsets;
            double whole = this.LinkSeconds(run, stop - 1, double.IsNaN(run.Arrived[stop - 1]) ? now : run.Arrived[stop - 1], now, 0, out double spread);
            double way = Math.Max(1, offsets[stop] - offsets[stop - 1]);
            double left = Math.Clamp((offsets[stop] - along) / way, 0, 1) * whole * 0.9;
            time = at + left;
            variance += Square(spread * left);
            if (time < now)
            {
                variance += Square(now - time);
                time = now;
            }
        }

        this.Fill(run, stop, time, variance, now);
    }

    /// <summary>Expects all stops of a run that has not begun.</summary>
    /// <param name="run">The run.</param>
    /// <param name="arrived">When the vehicle came, or will come, to the first stop, Unix seconds.</param>
    /// <param name="ready">When it may leave there at the earliest, not before the present.</param>
    /// <param name="readyVariance">How uncertain that is, square seconds.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public void PredictFromStart(RunTrack run, double arrived, double ready, double readyVariance, double now)
    {
        double deviation = HeadwayStartDeviation;
        double start = run.ByHeadway ? ready : Math.Max(now, terminals.Expect(run, arrived, now, out deviation));
        run.ExpectedStart = start;
        double variance = readyVariance + Square(deviation);
        if (run.NextStop == 0)
        {
            run.Expected[0] = ready;
            run.Variance[0] = (float)readyVariance + 100;
        }

        double first = this.LinkSeconds(run, 0, start, now, start - now, out double spread);
        this.Fill(run, 1, start + first, variance + Square(spread * first), now);
    }

    /// <summary>Expects all stops of a run that was last seen at a place, and takes it for having passed those where it is expected before now.</summary>
    /// <param name="run">The run.</param>
    /// <param name="along">Where it was seen, meters along.</param>
    /// <param name="at">When, Unix seconds.</param>
    /// <param name="overdue">Seconds by which it is later since, by what is known.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public void PredictSighted(RunTrack run, double along, double at, double overdue, double now)
    {
        int stop = Math.Min(run.LastStop, LineProgress.NextStop(run.Offsets, along));
        double first = this.Travel(run, along, at, run.Offsets[stop], now, out double variance);
        this.Fill(run, stop, at + first + overdue, variance + SightingVariance + Square(overdue), now);
        while (stop < run.LastStop && run.Expected[stop] < now)
        {
            stop++;
        }

        run.NextStop = stop;
        run.HasExpectations = run.Expected[stop] >= now - Math.Sqrt(run.Variance[stop]);
    }

    /// <summary>How long the way from one place of a run's line to another takes, arrival to arrival.</summary>
    /// <param name="run">The run.</param>
    /// <param name="from">Where it starts, meters along.</param>
    /// <param name="at">When it starts, Unix seconds.</param>
    /// <param name="to">Where it ends, not before <paramref name="from"/>.</param>
    /// <param name="now">The present, Unix seconds.</param>
    /// <param name="variance">How uncertain that is, square seconds.</param>
    /// <returns>Seconds, 0 or more.</returns>
    public double Travel(RunTrack run, double from, double at, double to, double now, out double variance)
    {
        ReadOnlySpan<float> offsets = run.Offsets;
        double time = at;
        variance = 0;
        for (int link = Math.Max(0, LineProgress.NextStop(offsets, from) - 1); link < run.LastStop && offsets[link] < to; link++)
        {
            double way = offsets[link + 1] - offsets[link];
            double share = way <= 0 ? 1 : Math.Clamp((Math.Min(to, offsets[link + 1]) - Math.Max(from, offsets[link])) / way, 0, 1);
            double whole = this.LinkSeconds(run, link, time, now, Math.Max(0, time - now), out double spread);
            time += share * whole;
            variance += Square(share * spread * whole);
        }

        variance += Square(CommonSpread * (time - at));
        return time - at;
    }

    private static double Square(double value) => value * value;

    private void Fill(RunTrack run, int stop, double time, double variance, double now)
    {
        double begun = time;
        for (; stop < run.StopCount; stop++)
        {
            run.Expected[stop] = time;
            run.Variance[stop] = (float)(variance + Square(CommonSpread * (time - begun)));
            if (stop == run.LastStop)
            {
                break;
            }

            double seconds = this.LinkSeconds(run, stop, time, now, time - now, out double spread);
            time += seconds;
            variance += Square(spread * seconds);
        }

        run.HasExpectations = true;
    }

    private double LinkSeconds(RunTrack run, int link, double start, double now, double ahead, out double spread)
    {
        double due = link == 0 ? run.ScheduledDeparture(0) : run.ScheduledArrival(link);
        double seconds = links.Expect(run.Links[link], run.ScheduledArrival(link + 1) - due, run.Day, now, ahead, out spread);
        double pace = run.Pace == 0 ? 1 : Math.Exp(PaceShare * run.Pace * Math.Exp(-ahead / PaceSeconds));
        double held = run.ByHeadway ? 0 : hold.Expect(run.Links[link], start - due);
        return Math.Max(LeastShare * seconds, (seconds * pace) + held + headways.Expect(run, link, start));
    }
}
