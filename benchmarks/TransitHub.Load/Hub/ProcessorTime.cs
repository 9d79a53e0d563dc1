using System.Diagnostics;

namespace TransitHub.Load.Hub;

/// <summary>Processor time of the hub under load: on a shared machine it says more than the clock on the wall.</summary>
internal sealed class ProcessorTime(int? processId)
{
    private readonly TimeSpan atStart = Read(processId);

    /// <summary>Seconds that the hub's process used since the start; null when its id was not given.</summary>
    public double? Seconds => processId is null ? null : (Read(processId) - this.atStart).TotalSeconds;

    private static TimeSpan Read(int? processId)
    {
        if (processId is not { } id)
        {
            return TimeSpan.Zero;
        }

        using Process process = Process.GetProcessById(id);
        return process.TotalProcessorTime;
    }
}
