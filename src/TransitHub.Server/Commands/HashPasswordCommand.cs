using System.CommandLine;
using TransitHub.Server.Security;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub hash-password</c>: turns a password on standard input into the text that the configuration holds.</summary>
internal static class HashPasswordCommand
{
    public static Command Create()
    {
        var command = new Command("hash-password", "Reads a password from standard input (one line) and prints its hash for Security:MqttUsers in the configuration.");
        command.SetAction(static (parsed, cancellation) => RunAsync(Console.In, parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    internal static async Task<int> RunAsync(TextReader input, TextWriter output, CancellationToken cancellation)
    {
        string? password = await input.ReadLineAsync(cancellation).ConfigureAwait(false);
        if (string.IsNullOrEmpty(password))
        {
            throw CommandException.WrongUse("hash-password reads the password from standard input and got none. Use: printf '%s' \"$PASSWORD\" | transithub hash-password");
        }

        await output.WriteLineAsync(PasswordHash.Create(password)).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
