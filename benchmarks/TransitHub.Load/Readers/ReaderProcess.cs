using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace TransitHub.Load.Readers;

/// <summary>A process of <c>stream-readers</c>.</summary>
internal sealed class ReaderProcess : IDisposable
{
    private readonly Process process;

    private ReaderProcess(Process process) => this.process = process;

    /// <summary>Starts it and waits until all its readers have begun.</summary>
    public static async Task<ReaderProcess> StartAsync(IReadOnlyDictionary<string, object> options, CancellationToken cancellation)
    {
        List<string> arguments = ["stream-readers", .. options.SelectMany(o => new[] { o.Key, Convert.ToString(o.Value, CultureInfo.InvariantCulture)! })];
        string executable = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
        {
            arguments.Insert(0, Assembly.GetEntryAssembly()!.Location);
        }

        ReaderProcess readers = new(Process.Start(new ProcessStartInfo(executable, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
        return await readers.process.StandardOutput.ReadLineAsync(cancellation) == "ready"
            ? readers
            : throw new InvalidOperationException("The readers' process ended before its readers had begun.");
    }

    public Task GoAsync() => this.process.StandardInput.WriteLineAsync("go");

    public async Task<StreamReport> EndAsync(CancellationToken cancellation)
    {
        await this.process.StandardInput.WriteLineAsync("end");
        StreamReport report = JsonSerializer.Deserialize<StreamReport>((await this.process.StandardOutput.ReadLineAsync(cancellation))!)!;
        await this.process.WaitForExitAsync(cancellation);
        return report;
    }

    public void Dispose()
    {
        if (!this.process.HasExited)
        {
            this.process.Kill();
        }

        this.process.Dispose();
    }
}
