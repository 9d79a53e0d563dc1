using System.CommandLine;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub health</c>: asks a running hub whether it is well, for containers that have no other HTTP client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Argument<Uri> Address = new("url")
    {
        Description = "The hub's /readyz or /healthz.",
        HelpName = "http://127.0.0.1:8080/readyz",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no address: give one such as http://127.0.0.1:8080/readyz.");
            return null!;
        },
    };

    public static Command Create()
    {
        var command = new Command("health", "Asks a running hub whether it is ready; exit code 0 if so, 1 if not, with the reasons it gives.") { Address };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed.GetRequiredValue(Address), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri url, TextWriter output, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(url, cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.InputHasErrors;
        }
        catch (HttpRequestException unreachable)
        {
            throw CommandException.InputHasErrors($"{url}: {unreachable.Message}");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw CommandException.InputHasErrors($"{url}: no answer within {Patience.TotalSeconds} s.");
        }
    }
}
