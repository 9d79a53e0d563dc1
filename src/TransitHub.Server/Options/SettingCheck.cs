using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace TransitHub.Server.Options;

/// <summary>Holds settings against their attributes and names the wrong one by its path, such as <c>Watch:HeartbeatSeconds</c>.</summary>
internal static class SettingCheck
{
    /// <summary>
    /// Paths in the configuration that no setting has, each with the names that would be right there, and entries of lists that cannot be read. Addresses are set as text
    /// at the top, not within the options of the part that listens. Former names are known (<see cref="FormerSettings"/>).
    /// </summary>
    public static IEnumerable<string> FindUnknown(IConfiguration configuration, Type type)
    {
        Dictionary<string, PropertyInfo> known =
            type.GetProperties().Where(p => p.CanWrite && p.PropertyType != typeof(IPEndPoint)).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection section in configuration.GetChildren().Where(s => !FormerSettings.Contains(s.Path)))
        {
            if (!known.TryGetValue(section.Key, out PropertyInfo? property))
            {
                yield return $"There is no setting '{section.Path}'. Known here: {string.Join(", ", known.Keys)}.";
                continue;
            }

            foreach (string inner in FindUnknownWithin(section, property.PropertyType))
            {
                yield return inner;
            }
        }
    }

    /// <summary>One line for each value that is missing or out of its range.</summary>
    public static IEnumerable<string> FindInvalid(object settings, string path = "")
    {
        foreach (PropertyInfo property in settings.GetType().GetProperties())
        {
            object? value = property.GetValue(settings);
            string name = path + property.Name;
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                {
                    yield return Complaint(name, value, rule);
                }
            }

            foreach (string inner in FindInvalidWithin(value, name))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<string> FindUnknownWithin(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            Type element = type.GetGenericArguments()[0];
            return section.GetChildren().SelectMany(item => FindUnreadable(item, element).Concat(FindUnknown(item, element)));
        }

        return IsSettings(type) ? FindUnknown(section, type) : [];
    }

    /// <summary>The binder leaves out an entry of a list that it cannot read, and says nothing: an operator with a role that there is not would be none.</summary>
    private static string[] FindUnreadable(IConfigurationSection item, Type type)
    {
        try
        {
            item.Get(type);
            return [];
        }
        catch (InvalidOperationException exception)
        {
            return [exception.Message];
        }
    }

    private static IEnumerable<string> FindInvalidWithin(object? value, string name)
    {
        if (value is IList list)
        {
            return list.Cast<object>().SelectMany((item, index) =>
                FindInvalidWithin(item, string.Create(CultureInfo.InvariantCulture, $"{name}:{index}")));
        }

        return value is not null && IsSettings(value.GetType()) ? FindInvalid(value, name + ":") : [];
    }

    private static bool IsSettings(Type type) =>
        type.IsClass && type != typeof(string) && type.Namespace!.StartsWith(nameof(TransitHub), StringComparison.Ordinal);

    private static string Complaint(string name, object? value, ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be between {range.Minimum} and {range.Maximum}."),
        RequiredAttribute => $"{name} is needed and not given.",
        _ => $"{name}: {rule.FormatErrorMessage(name)}",
    };
}
