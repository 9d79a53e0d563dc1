using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion.Service;

/// <summary>
/// The street with a run of 40 minutes every five minutes from 06:00 to 10:55 (T0, T1, ...), each with a vehicle of its own that reports every
/// minute, but for those that a test leaves out. T36 starts at 09:00.
/// </summary>
internal sealed class BusyMorning
{
    private const int Every = 300;
    private const int Runs = 60;
    private const int RunSeconds = 2400;
    private const int Step = 20;
    private const int First = 6 * 3600;
    private int now = First - 60;

    public BusyMorning(ServiceOptions? options = null, Action<StreetScene>? with = null, double apart = 1000)
    {
        this.Scene = new StreetScene { MetersApart = apart };
        this.Scene.Options = new FusionOptions { Service = options ?? new ServiceOptions() };
        for (int run = 0; run < Runs; run++)
        {
            this.Scene.Trip($"T{run}", ServiceTime.FromSeconds(StartOf(run)).ToString(), [0, 1, 2, 3, 4], secondsPerKilometer: RunSeconds / 4);
        }

        with?.Invoke(this.Scene);
    }

    public StreetScene Scene { get; }

    /// <summary>The doubts that states told as new, in their order.</summary>
    public List<UnseenRun> Told { get; } = [];

    /// <summary>Lets time pass up to a moment; vehicles of these runs do not exist.</summary>
    public BusyMorning Until(string time, params int[] hidden)
    {
        Assert.True(ServiceTime.TryParse(time, out ServiceTime end));
        for (; this.now <= end.Seconds; this.now += Step)
        {
            for (int run = 0; run < Runs; run++)
            {
                int elapsed = this.now - StartOf(run);
                if (elapsed is >= 0 and <= RunSeconds && elapsed % 60 == 0 && !hidden.Contains(run))
                {
                    this.Report($"bus{run}", $"T{run}", elapsed);
                }
            }

            this.Told.AddRange(this.Scene.Snapshot(this.Now).Changes.Unseen);
        }

        return this;
    }

    /// <summary>Lets time pass without any report.</summary>
    public BusyMorning SilenceUntil(string time)
    {
        Assert.True(ServiceTime.TryParse(time, out ServiceTime end));
        for (; this.now <= end.Seconds; this.now += Step)
        {
            this.Scene.Snapshot(this.Now);
        }

        return this;
    }

    /// <summary>The hub is not there until a moment: neither reports nor time reach it.</summary>
    public BusyMorning DownUntil(string time)
    {
        Assert.True(ServiceTime.TryParse(time, out ServiceTime end));
        this.now = end.Seconds;
        return this;
    }

    /// <summary>A vehicle reports on a run, so many seconds after its start by the place.</summary>
    public BusyMorning Report(string vehicle, string? trip, int elapsed, Func<AvlReport, AvlReport>? with = null, double north = 0)
    {
        this.Scene.Report(vehicle, this.Now, elapsed * 4 * this.Scene.MetersApart / RunSeconds, trip, north, with);
        return this;
    }

    /// <summary>What is believed of a run now.</summary>
    public RunState StateOf(string trip) => this.FindUnseen(trip)?.State ?? RunState.Expected;

    public UnseenRun? FindUnseen(string trip) =>
        this.Scene.Pipeline.TakeSnapshot(StreetScene.At(this.Now)).Unseen.FirstOrDefault(u => this.Scene.Schedule.Trips.Id(u.Trip.TripIndex) == trip);

    private string Now => ServiceTime.FromSeconds(this.now).ToString();

    private static int StartOf(int run) => First + (run * Every);
}
