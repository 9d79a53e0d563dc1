using TransitHub.Core.Time;

namespace TransitHub.Server.Hosting;

/// <summary>Looks at something again and again, and writes what came of it to a file now and then, and at the end.</summary>
internal static class KeptLoop
{
    private const double KeepEverySeconds = 300;

    /// <summary>Goes on until it is told to stop.</summary>
    /// <param name="look">Looks once.</param>
    /// <param name="keep">Writes the file.</param>
    /// <param name="pause">Between two looks.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(Action look, Action keep, TimeSpan pause, TimeProvider clock, CancellationToken stop)
    {
        Timestamp keptAt = Timestamp.Now(clock);
        while (!stop.IsCancellationRequested)
        {
            look();
            if (Math.Abs(Timestamp.Now(clock).SecondsSince(keptAt)) >= KeepEverySeconds)
            {
                keptAt = Timestamp.Now(clock);
                keep();
            }

            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        keep();
    }
}
