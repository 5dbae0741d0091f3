// Package config reads what the person who installs Rebond sets: a TOML file,
// then the environment. It promises that a key it does not know is an error
// that names the line and the nearest key, that every fault is told at once, and
// that a secret never shows in what it prints.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"rebond/bot"
)

// Config is the configuration, with the keys of config.example.toml.
type Config struct {
	Database      Secret        `toml:"database"`
	Keys          Secret        `toml:"keys"` // of sealed notes: another database
	Language      bot.Lang      `toml:"language"`
	TimeZone      string        `toml:"time_zone"`
	ContentDir    string        `toml:"content_dir"` // a folder of tips and resources; empty: none
	Contact       string        `toml:"contact"`     // of whoever runs it, for the sources; empty: none is asked
	Discord       Discord       `toml:"discord"`
	Slack         []Slack       `toml:"slack"`
	Room          Room          `toml:"room"`
	Delivery      Delivery      `toml:"delivery"`
	FranceTravail FranceTravail `toml:"francetravail"`
	Sources       []Source      `toml:"sources" variables:"-"`
	Log           Log           `toml:"log"`
}

// Delivery says how fast posts go.
type Delivery struct {
	DirectPerSecond int `toml:"direct_per_second"` // direct messages; 0: no limit
}

// Room says where the room's page is.
type Room struct {
	Port int `toml:"port"` // on 127.0.0.1; the next free one where it is taken; 0: any
}

// Log says what is logged, and how.
type Log struct {
	Level  slog.Level `toml:"level"`
	Format string     `toml:"format"` // auto, text, json
}

// Secret is a value that is never printed whole.
type Secret string

// String shows what is safe: the address of a database without its account and
// password, and nothing of anything else.
func (s Secret) String() string {
	if path, ok := strings.CutPrefix(string(s), "sqlite:"); ok {
		return "sqlite:" + path
	}
	if u, err := url.Parse(string(s)); err == nil && u.Host != "" && (u.User != nil) == strings.Contains(string(s), "@") {
		return u.Scheme + "://" + u.Host + u.Path
	}
	return "•••"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the secret from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// DefaultFile is read where no other is named, if it is there.
const DefaultFile = "rebond.toml"

// prefix begins the name of every environment variable of Rebond's.
const prefix = "REBOND_"

// Load reads the defaults, then the file at path, then the environment. An
// empty path means DefaultFile, which need not exist. Faults are *bot.UserError.
func Load(defaults []byte, path string, environ []string) (*Config, error) {
	c := &Config{}
	if err := decode(defaults, "config.example.toml", c); err != nil {
		return nil, err
	}
	var faults []error
	file := path
	if file == "" {
		file = DefaultFile
	}
	data, err := os.ReadFile(file)
	switch {
	case err == nil:
		faults = append(faults, c.over(data, file))
	case path == "" && errors.Is(err, fs.ErrNotExist):
	default:
		return nil, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "Je ne peux pas lire le fichier de configuration %s. Vérifie son nom et ses droits.", EN: "I cannot read the configuration file %s. Check its name and its permissions."}, file)}
	}
	faults = append(faults, c.environment(environ), c.check())
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return c, nil
}

// over reads a file over what there is. Sources are put over those there are by their names:
// the decoder would put the first over the first.
func (c *Config) over(data []byte, file string) error {
	there := c.Sources
	c.Sources = nil
	faults := []error{decode(data, file, c)}
	all, twice := merge(there, c.Sources)
	c.Sources = all
	for _, name := range twice {
		faults = append(faults, &bot.UserError{Text: bot.Textf(bot.Text{FR: "%s : deux sources ont le même nom, « %s ».", EN: "%s: two sources have the same name, “%s”."}, file, name)})
	}
	return errors.Join(faults...)
}

func decode(data []byte, file string, c *Config) error {
	d := toml.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(c)
	if err == nil {
		return nil
	}
	var faults []error
	if unknown, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		for i := range unknown.Errors {
			faults = append(faults, unknownKey(file, &unknown.Errors[i]))
		}
		return errors.Join(faults...)
	}
	if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := wrong.Position()
		if key := strings.Join(wrong.Key(), "."); key != "" {
			return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "%s, ligne %s : « %s » n’accepte pas cette valeur. Regarde l’exemple, config.example.toml.", EN: "%s, line %s: “%s” does not take this value. Look at the example, config.example.toml."}, file, line, key)}
		}
		return &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "%s, ligne %s, colonne %s : ce n’est pas du TOML que je comprends (%s).", EN: "%s, line %s, column %s: this is not TOML that I understand (%s)."},
			file, line, column, strings.TrimPrefix(wrong.Error(), "toml: "))}
	}
	return fmt.Errorf("configuration %s: %w", file, err)
}

func unknownKey(file string, at *toml.DecodeError) error {
	line, _ := at.Position()
	key := strings.Join(at.Key(), ".")
	text := bot.Textf(bot.Text{FR: "%s, ligne %s : je ne connais pas la clé « %s ».", EN: "%s, line %s: I do not know the key “%s”."}, file, line, key)
	if near := bot.Nearest(key, append(keys(), sections()...), 1); len(near) > 0 {
		text = bot.Join(" ", text, bot.Textf(bot.Text{FR: "Pensais-tu à « %s » ?", EN: "Did you mean “%s”?"}, near[0]))
	}
	return &bot.UserError{Text: text}
}

// keys lists the keys of the configuration, with their sections: "log.level".
func keys() []string {
	var all []string
	fields(reflect.ValueOf(&Config{}).Elem(), "", false, func(key string, _ reflect.Value) { all = append(all, key) })
	return all
}

// variables lists the names of the environment's variables.
func variables() []string {
	var all []string
	fields(reflect.ValueOf(&Config{}).Elem(), "", true, func(key string, _ reflect.Value) { all = append(all, variable(key)) })
	return all
}

// sections lists the tables of the configuration.
func sections() []string {
	var all []string
	for _, key := range keys() {
		if section, _, ok := strings.Cut(key, "."); ok && !slices.Contains(all, section) {
			all = append(all, section)
		}
	}
	return all
}

// fields tells every key with its value, or those that have a variable alone; of a list of
// tables those of the first.
func fields(v reflect.Value, section string, variables bool, do func(key string, value reflect.Value)) {
	for i := range v.NumField() {
		f := v.Field(i)
		if variables && v.Type().Field(i).Tag.Get("variables") == "-" {
			continue
		}
		key := section + v.Type().Field(i).Tag.Get("toml")
		if f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct {
			if f.Len() == 0 {
				f.Grow(1)
				f.SetLen(1)
			}
			f = f.Index(0)
		}
		if f.Kind() == reflect.Struct {
			fields(f, key+".", variables, do)
			continue
		}
		do(key, f)
	}
}

// environment sets the keys that have a variable: REBOND_LOG_LEVEL is log.level.
func (c *Config) environment(environ []string) error {
	set := map[string]string{}
	for _, e := range environ {
		name, value, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, prefix) && value != "" {
			set[name] = value
		}
	}
	var faults []error
	fields(reflect.ValueOf(c).Elem(), "", true, func(key string, field reflect.Value) {
		name := variable(key)
		value, ok := set[name]
		if !ok {
			return
		}
		if level, ok := field.Addr().Interface().(*slog.Level); ok {
			if err := level.UnmarshalText([]byte(value)); err != nil {
				faults = append(faults, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "La variable %s doit valoir debug, info, warn ou error.", EN: "The variable %s must be debug, info, warn or error."}, name)})
			}
			return
		}
		if field.CanInt() {
			n, err := strconv.Atoi(value)
			if err != nil {
				faults = append(faults, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "La variable %s doit être un nombre entier.", EN: "The variable %s must be a whole number."}, name)})
			}
			field.SetInt(int64(n))
			return
		}
		if field.CanFloat() {
			n, err := strconv.ParseFloat(value, 64)
			if err != nil {
				faults = append(faults, &bot.UserError{Err: err, Text: bot.Textf(bot.Text{FR: "La variable %s doit être un nombre.", EN: "The variable %s must be a number."}, name)})
			}
			field.SetFloat(n)
			return
		}
		if list, ok := field.Addr().Interface().(*[]string); ok {
			*list = strings.FieldsFunc(value, func(c rune) bool { return c == ',' || c == ' ' })
			return
		}
		field.SetString(value)
	})
	return errors.Join(faults...)
}

func variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// check tells every value that is not allowed.
func (c *Config) check() error {
	var faults []error
	wrong := func(text bot.Text) { faults = append(faults, &bot.UserError{Text: text}) }
	for _, d := range []struct {
		key     string
		address Secret
	}{{"database", c.Database}, {"keys", c.Keys}} {
		if a := string(d.address); !strings.HasPrefix(a, "sqlite:") && !strings.HasPrefix(a, "postgres://") && !strings.HasPrefix(a, "postgresql://") {
			wrong(bot.Textf(bot.Text{FR: "%s doit commencer par sqlite: (un fichier) ou par postgres://.", EN: "%s must begin with sqlite: (a file) or postgres://."}, d.key))
		}
	}
	if c.Keys == c.Database {
		wrong(bot.Text{FR: "keys et database ont la même adresse : les clés des notes doivent être ailleurs que ce qu’elles ouvrent.", EN: "keys and database have the same address: the keys of notes must be elsewhere than what they open."})
	}
	if l, ok := bot.ParseLang(string(c.Language)); ok {
		c.Language = l
	} else {
		wrong(bot.Textf(bot.Text{FR: "language vaut « %s » : il faut \"fr\" ou \"en\".", EN: "language is “%s”: it must be \"fr\" or \"en\"."}, string(c.Language)))
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "" {
		wrong(bot.Textf(bot.Text{FR: "time_zone vaut « %s », que je ne connais pas : il faut un nom comme \"Europe/Paris\".", EN: "time_zone is “%s”, which I do not know: it must be a name like \"Europe/Paris\"."}, c.TimeZone))
	}
	c.Discord.check(wrong)
	c.Slack = slices.DeleteFunc(c.Slack, func(s Slack) bool { return s.BotToken == "" && s.AppToken == "" }) // as in the example
	for i := range c.Slack {
		c.Slack[i].check(i+1, wrong)
	}
	if c.Room.Port < 0 || c.Room.Port > 65535 {
		wrong(bot.Textf(bot.Text{FR: "room.port vaut %s : il faut un nombre de 0 à 65535.", EN: "room.port is %s: it must be a number from 0 to 65535."}, strconv.Itoa(c.Room.Port)))
	}
	if c.Delivery.DirectPerSecond < 0 {
		wrong(bot.Text{FR: "delivery.direct_per_second ne peut pas être négatif.", EN: "delivery.direct_per_second cannot be negative."})
	}
	c.checkSources(wrong)
	if !slices.Contains([]string{"auto", "text", "json"}, c.Log.Format) {
		wrong(bot.Textf(bot.Text{FR: "log.format vaut « %s » : il faut \"auto\", \"text\" ou \"json\".", EN: "log.format is “%s”: it must be \"auto\", \"text\" or \"json\"."}, c.Log.Format))
	}
	return errors.Join(faults...)
}

// Zone is the time zone of communities that have chosen none.
func (c *Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return time.UTC // check has refused it
	}
	return zone
}

// Unknown lists the REBOND_ variables that set no key, each with the nearest
// one that does; those of the tests are not among them.
func Unknown(environ []string) []string {
	names := variables()
	var unknown []string
	for _, e := range environ {
		name, _, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(name, prefix) || slices.Contains(names, name) || name == "REBOND_LONG" || name == "REBOND_REQUIRE_ALL" {
			continue
		}
		if near := bot.Nearest(name, names, 1); len(near) > 0 {
			name += " (" + near[0] + " ?)"
		}
		unknown = append(unknown, name)
	}
	return unknown
}
