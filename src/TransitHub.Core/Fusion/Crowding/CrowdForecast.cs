using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TransitHub.Core.Numerics;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// What will become of those who wait: the next half hour is played through a hundred times, each with other numbers of those who wait and come, other
/// departures and other room, as uncertain as each of them is. What is left at a moment, and who finds room, is counted over all of them.
/// </summary>
/// <param name="levels">Tells how full a place is.</param>
internal sealed class CrowdForecast(CrowdLevels levels)
{
    private const int Plays = 100;
    private const int Steps = IntervalScale.Steps;

    /// <summary>Vehicles of a line for which a chance is told.</summary>
    private const int MostTold = 4;

    /// <summary>Relative deviation of half an hour's arrivals from what is expected.</summary>
    private const double RateDeviation = 0.2;

    /// <summary>
    /// How far vehicles of a line are late together, and each for itself; the squares add up to 1. Taken each for itself, those that are far off would
    /// seem to come in bunches, with long gaps that fill the stop.
    /// </summary>
    private const double Common = 0.9;

    private const double Own = 0.43589;

    /// <summary>Riders a second of a stop of which nothing is known.</summary>
    private const double UnknownRate = 0.02;

    private readonly double[][] left = [.. Enumerable.Range(0, Steps).Select(_ => new double[Plays])];
    private readonly double[] rates = new double[Steps];
    private readonly IntervalScale.Probed[] told = new IntervalScale.Probed[Steps];

    /// <summary>Forecasts a stop.</summary>
    /// <param name="stop">Estimated, with the vehicles that will leave it.</param>
    /// <param name="reference">People for whom there is room; NaN: not known.</param>
    public (ImmutableArray<CrowdingAhead> Ahead, ImmutableArray<RideChance> Rides) Make(StopTrack stop, double reference)
    {
        double now = stop.EstimatedAt;
        bool isKnown = true;
        for (int step = 0; step < Steps; step++)
        {
            double rate = stop.RateAt(now + ((step + 0.5) * IntervalScale.StepSeconds));
            isKnown &= !double.IsNaN(rate);
            this.rates[step] = double.IsNaN(rate) ? UnknownRate : rate;
        }

        foreach (double[] plays in this.left)
        {
            Array.Clear(plays);
        }

        Span<int> fits = stop.Coming.Count <= 256 ? stackalloc int[stop.Coming.Count] : new int[stop.Coming.Count];
        fits.Clear();
        for (int play = 0; play < Plays; play++)
        {
            this.Play(stop, play, isKnown, fits);
        }

        (double present, double variance) = stop.Present();
        stop.Scale.Learn(now, present, Math.Sqrt(variance));
        ImmutableArray<CrowdingAhead> ahead = this.Ahead(stop, reference, isKnown);
        if (stop.Scale.IsDue(now))
        {
            stop.Scale.Probe(now, this.told);
            int[] counted = fits.ToArray();
            stop.Fits.Keep(stop, i => ChanceOf(counted[i]));
        }

        return (ahead, Rides(stop, fits));
    }

    private void Play(StopTrack stop, int play, bool isKnown, Span<int> fits)
    {
        DrawnNumbers drawn = new((ulong)((stop.Stop * 1000L) + play));
        double factor = Math.Exp(((isKnown ? RateDeviation : 0.8) * drawn.Normal()) - (RateDeviation * RateDeviation / 2));
        ReadOnlySpan<ComingVehicle> coming = CollectionsMarshal.AsSpan(stop.Coming);
        int next = 0;
        for (int line = 0; line < stop.Lines.Count; line++)
        {
            double at = stop.EstimatedAt;
            int step = 0;
            double waiting = Math.Max(0, stop.Now.Of(line) + (Math.Sqrt(stop.Now.VarianceOf(line)) * drawn.Normal()));
            double before = waiting;
            double share = factor * stop.Shares[line];
            double common = drawn.Normal();
            for (; next < coming.Length && coming[next].Line == line; next++)
            {
                ComingVehicle vehicle = coming[next];
                double luck = (Common * common) + (Own * drawn.Normal());
                double departs = Math.Max(at, vehicle.Departure + (vehicle.Deviation * luck));
                waiting = this.Pass(ref at, ref step, departs, waiting, share, stop.EstimatedAt, play, ref drawn);
                double room = double.IsInfinity(vehicle.Room) ? vehicle.Room : Math.Max(0, vehicle.Room + (Math.Sqrt(vehicle.RoomVariance) * drawn.Normal()));
                fits[next] += before + 1 <= room ? 1 : 0;
                before = Math.Max(0, before - room);
                waiting = Math.Max(0, waiting - room);
            }

            this.Pass(ref at, ref step, double.PositiveInfinity, waiting, share, stop.EstimatedAt, play, ref drawn);
        }
    }

    /// <summary>Lets riders of a line come up to a moment, and notes how many wait at the steps on the way.</summary>
    private double Pass(ref double at, ref int step, double to, double waiting, double share, double start, int play, ref DrawnNumbers drawn)
    {
        while (step < Steps && at < to)
        {
            double due = start + ((step + 1) * IntervalScale.StepSeconds);
            double end = Math.Min(due, to);
            waiting += drawn.Arrivals(share * this.rates[step] * (end - at));
            at = end;
            if (end < due)
            {
                break;
            }

            this.left[step][play] += waiting;
            step++;
        }

        return waiting;
    }

    private ImmutableArray<CrowdingAhead> Ahead(StopTrack stop, double reference, bool isKnown)
    {
        var ahead = ImmutableArray.CreateBuilder<CrowdingAhead>(Steps);
        for (int step = 0; step < Steps; step++)
        {
            double[] plays = this.left[step];
            Array.Sort(plays);
            double raw = plays.Average();
            double ratio = stop.Scale.RatioOf(step);
            double played = ratio * raw;
            double at = stop.EstimatedAt + ((step + 1) * IntervalScale.StepSeconds);
            double usual = stop.Usual.At(at);
            double share = double.IsNaN(usual) ? 1 : stop.Scale.ShareOf(step);
            double mean = share == 1 ? played : (share * played) + ((1 - share) * stop.Scale.TodayOf(step) * usual);
            double factor = stop.Scale.Factors[step];
            double width = share == 1 ? 0 : (1 - share) * NormalMath.P90 * Math.Sqrt(stop.Scale.UsualErrors[step]);
            double low = Math.Max(0, mean - (factor * ((share * ratio * (raw - plays[Plays / 10])) + width)));
            double high = mean + (factor * ((share * ratio * Math.Max(0, plays[Plays - 1 - (Plays / 10)] - raw)) + width));
            this.told[step] = new IntervalScale.Probed(at, raw, played, usual, low, high);
            double deviation = (high - low) / (2 * NormalMath.P90);
            ahead.Add(new CrowdingAhead(
                new Timestamp((long)(at * 1000)),
                Rounded(mean, low, high),
                isKnown ? levels.Tell(mean, deviation, reference, CrowdingLevel.Unknown) : CrowdingLevel.Unknown));
        }

        return ahead.MoveToImmutable();
    }

    /// <summary>A hundred plays do not tell what never happens.</summary>
    private static double ChanceOf(int fits) => (fits + 0.5) / (Plays + 1);

    private static ImmutableArray<RideChance> Rides(StopTrack stop, ReadOnlySpan<int> fits)
    {
        List<RideChance> rides = [];
        int line = -1;
        int told = 0;
        for (int i = 0; i < fits.Length; i++)
        {
            ComingVehicle vehicle = stop.Coming[i];
            told = vehicle.Line == line ? told + 1 : 0;
            line = vehicle.Line;
            if (told < MostTold && !double.IsInfinity(vehicle.Room))
            {
                double chance = Math.Round(FitRecord.Correct(stop.Lines, line, ChanceOf(fits[i])), 2);
                rides.Add(new RideChance(vehicle.Pattern, vehicle.Trip, new Timestamp((long)(vehicle.Departure * 1000)), chance));
            }
        }

        return [.. rides.OrderBy(r => r.Departure).ThenBy(r => r.Pattern)];
    }

    /// <summary>In tenths of a person.</summary>
    internal static PeopleEstimate Rounded(double mean, double low, double high) => new(Math.Round(mean, 1), Math.Round(low, 1), Math.Round(high, 1));
}
