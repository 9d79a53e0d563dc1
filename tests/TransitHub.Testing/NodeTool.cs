using System.Diagnostics;

namespace TransitHub.Testing;

/// <summary>Runs a script of tests/tools under Node.js, to hold our bytes against other people's decoders.</summary>
public static class NodeTool
{
    private const string InstallCommand = "npm ci --prefix tests/tools";

    /// <summary>Runs the script and returns all it wrote to standard output.</summary>
    /// <param name="script">File name in tests/tools.</param>
    /// <param name="argument">The script's one argument.</param>
    /// <param name="input">What it reads on standard input.</param>
    /// <param name="cancellation">Ends the process early.</param>
    /// <exception cref="InvalidOperationException">
    /// The npm packages are not installed (the message gives the command), or the script failed (the message is its own).
    /// </exception>
    public static async Task<byte[]> RunAsync(
        string script, string argument, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        string tools = Path.Combine(SharedData.RepositoryRoot, "tests", "tools");
        if (!Directory.Exists(Path.Combine(tools, "node_modules")))
        {
            throw new InvalidOperationException($"The tests' npm packages are missing. Run: {InstallCommand}");
        }

        ProcessStartInfo start = new("node", [Path.Combine(tools, script), argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return await RunAsync(start, input, cancellation);
    }

    /// <summary>Runs any command the tests need on bytes: standard input in, standard output out.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message is its own.</exception>
    public static async Task<byte[]> RunAsync(ProcessStartInfo start, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(start);
        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        using MemoryStream output = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
        Task<string> complaint = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {await complaint}");
        }

        return output.ToArray();
    }
}
