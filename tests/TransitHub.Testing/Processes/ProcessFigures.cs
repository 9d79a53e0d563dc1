using System.Diagnostics;

namespace TransitHub.Testing.Processes;

/// <summary>What a running process takes.</summary>
public static class ProcessFigures
{
    /// <summary>Memory in use now, bytes.</summary>
    public static long WorkingSetNow(this Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>Seconds of processor time so far.</summary>
    public static double ProcessorSecondsNow(this Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
