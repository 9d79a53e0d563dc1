using System.Diagnostics;
using System.Globalization;

namespace TransitHub.Testing.Processes;

/// <summary>Sends signals to processes that a test started.</summary>
public static class ProcessSignals
{
    /// <summary>Sends one and returns when it was sent.</summary>
    /// <param name="process">The process.</param>
    /// <param name="signal">As <c>TERM</c>, <c>STOP</c> or <c>CONT</c>.</param>
    public static async Task SendAsync(Process process, string signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
