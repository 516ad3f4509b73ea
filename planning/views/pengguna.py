"""Pengguna: the accounts of the portal, for the admin. Rules and record of every act are in `planning.accounts`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from .. import accounts
from ..accounts import ADMIN, PERAN_CHOICES, AccountRefused, Role, role_of, scope_name
from ..filters.pengguna import PenggunaFilter
from ..lists.pengguna import PenggunaTable
from ..locks import locks_of
from ..models import Daerah, Keanggotaan, PerangkatDaerah, User
from ..policies import may_manage_accounts
from .isian_json import signed_in

PER_PAGE = 50
HISTORY_PAGE = 25
MEMBERSHIPS = ("keanggotaan__perangkat_daerah__daerah", "keanggotaan__daerah")

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

#: These fields are about somebody else than the one who types.
_NO_AUTOFILL = {"autocomplete": "off"}
_OFFICE_ROLES = {Keanggotaan.Peran.PERENCANA, Keanggotaan.Peran.KEPALA}


def for_accounts_admin(view: View[P]) -> View[P]:
    """Refuse (403) everybody who may not manage accounts."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_manage_accounts(signed_in(request)):
            raise PermissionDenied("Akun hanya dikelola oleh admin portal.")
        return view(request, *args, **kwargs)

    return guarded


# Forms ----------------------------------------------------------------------------------------------


class RoleForm(forms.Form):
    """A role with its scope, which is one choice: "d3" a daerah, "p12" a perangkat daerah, "portal" for an admin."""

    use_required_attribute = False
    peran = forms.ChoiceField(choices=[("", "Pilih peran"), *PERAN_CHOICES], label="Peran")
    lingkup = forms.ChoiceField(
        label="Lingkup",
        help_text="Perencana dan kepala: satu perangkat daerah. Reviewer dan pembaca: seluruh daerah.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scopes: dict[str, Daerah | PerangkatDaerah] = {}
        choices: list[tuple[str, Any]] = [("", "Pilih lingkup"), ("portal", "Seluruh portal (hanya admin)")]
        for daerah in Daerah.objects.prefetch_related("perangkat_daerah"):
            group: list[tuple[str, str]] = [(f"d{daerah.pk}", f"Seluruh {daerah}")]
            self._scopes[f"d{daerah.pk}"] = daerah
            for office in daerah.perangkat_daerah.all():
                office.daerah = daerah
                self._scopes[f"p{office.pk}"] = office
                group.append((f"p{office.pk}", scope_name(office)))
            choices.append((daerah.nama, group))
        field = self.fields["lingkup"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type checker; declared above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The role as `role` in the cleaned data, when role and scope fit each other."""
        cleaned = super().clean() or {}
        peran = cleaned.get("peran")
        if peran and "lingkup" in cleaned:
            scope = self._scopes.get(cleaned["lingkup"])
            if problem := _misfit(peran, scope):
                self.add_error("lingkup", problem)
            else:
                cleaned["role"] = Role(peran, scope)
        return cleaned


def _misfit(peran: str, scope: Daerah | PerangkatDaerah | None) -> str:
    """Why a role cannot have this scope; "" when it can."""
    if peran == ADMIN:
        return "Admin berlaku di seluruh portal. Pilih “Seluruh portal”." if scope else ""
    name = Keanggotaan.Peran(peran).label
    if peran in _OFFICE_ROLES:
        return "" if isinstance(scope, PerangkatDaerah) else f"{name} bertugas di satu perangkat daerah. Pilih satu."
    return "" if isinstance(scope, Daerah) else f"{name} bertugas di seluruh daerah. Pilih “Seluruh …”."


class PersonForm(forms.ModelForm):
    """Name and e-mail of a person."""

    use_required_attribute = False
    nama_lengkap = forms.CharField(label="Nama lengkap", max_length=200, widget=forms.TextInput(_NO_AUTOFILL))
    email = forms.EmailField(label="Email", required=False, widget=forms.EmailInput(_NO_AUTOFILL))

    class Meta:
        model = User
        fields = ["nama_lengkap", "email"]


class NewAccountForm(RoleForm, PersonForm):
    """A new account: the person, the user name, and a first role."""

    field_order = ["nama_lengkap", "username", "email", "peran", "lingkup"]

    class Meta(PersonForm.Meta):
        fields = ["nama_lengkap", "username", "email"]
        labels = {"username": "Nama pengguna"}
        help_texts = {
            "username": "Untuk masuk, misalnya nama.dinas. Huruf, angka, titik, dan garis; tidak dapat diubah lagi."
        }
        widgets = {"username": forms.TextInput(_NO_AUTOFILL | {"autocapitalize": "none", "spellcheck": "false"})}
        error_messages = {"username": {"unique": "Nama pengguna ini sudah dipakai akun lain, mungkin yang nonaktif."}}

    def clean_username(self) -> str:
        """The user name, which no other account has in other letters. Raises `ValidationError`."""
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exclude(username=username).exists():
            raise ValidationError("Nama pengguna ini sudah dipakai dengan huruf besar dan kecil yang berbeda.")
        return username


# Pages ----------------------------------------------------------------------------------------------


@require_safe
@for_accounts_admin
def account_list(request: HttpRequest) -> HttpResponse:
    """Every account, with search, filters and sorting; as many queries for ten as for ten thousand."""
    people = User.objects.prefetch_related(*MEMBERSHIPS).order_by("nama_lengkap", "username")
    chosen = PenggunaFilter(request.GET, queryset=people)
    table = PenggunaTable(chosen.qs, locks=locks_of())
    RequestConfig(request, paginate={"per_page": PER_PAGE, "silent": True}).configure(table)
    return render(request, "planning/pengguna_daftar.html", {"filter": chosen, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@for_accounts_admin
def new_account(request: HttpRequest) -> HttpResponse:
    """The form of a new account; answers with the temporary password, which no other page shows."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        try:
            password = accounts.create_account(signed_in(request), user, form.cleaned_data["role"])
        except AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _show_password(request, user, password, is_new=True)
    return render(request, "planning/pengguna_baru.html", {"form": form})


@require_safe
@for_accounts_admin
def account(request: HttpRequest, orang: int) -> HttpResponse:
    """A person: roles, account, what can be done, and what was done."""
    return _page(request, _person(orang), RoleForm())


@require_http_methods(["GET", "HEAD", "POST"])
@for_accounts_admin
def edit_person(request: HttpRequest, orang: int) -> HttpResponse:
    """The form of name and e-mail."""
    user = _person(orang)
    shown = str(user)
    form = PersonForm(request.POST or None, instance=_person(orang))
    if request.method == "POST" and form.is_valid():
        try:
            accounts.change_person(
                signed_in(request),
                user,
                nama_lengkap=form.cleaned_data["nama_lengkap"],
                email=form.cleaned_data["email"],
            )
        except AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Data {user} tersimpan.")
            return redirect("pengguna-satu", user.pk)
    return render(request, "planning/pengguna_ubah.html", {"form": form, "orang": user, "nama": shown})


@require_POST
@for_accounts_admin
def give_role(request: HttpRequest, orang: int) -> HttpResponse:
    """Give a further role."""
    user = _person(orang)
    form = RoleForm(request.POST)
    if form.is_valid():
        role: Role = form.cleaned_data["role"]
        try:
            accounts.give_role(signed_in(request), user, role)
        except AccountRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{user} kini berperan {role}.")
            return redirect("pengguna-satu", user.pk)
    return _page(request, user, form)


@require_POST
@for_accounts_admin
def take_role(request: HttpRequest, orang: int, keanggotaan: int) -> HttpResponse:
    """Take one membership away."""
    user = _person(orang)
    membership = get_object_or_404(
        user.keanggotaan.select_related("perangkat_daerah__daerah", "daerah"), pk=keanggotaan
    )
    role = role_of(membership)
    return _done(request, user, lambda by: accounts.take_role(by, user, membership), f"Peran {role} dicabut.")


@require_POST
@for_accounts_admin
def take_admin(request: HttpRequest, orang: int) -> HttpResponse:
    """Make an admin an ordinary person."""
    user = _person(orang)
    return _done(request, user, lambda by: accounts.take_admin(by, user), f"{user} bukan admin lagi.")


@require_POST
@for_accounts_admin
def deactivate(request: HttpRequest, orang: int) -> HttpResponse:
    """Close the account at once."""
    user = _person(orang)
    return _done(request, user, lambda by: accounts.deactivate(by, user), f"Akun {user} dinonaktifkan.")


@require_POST
@for_accounts_admin
def reactivate(request: HttpRequest, orang: int) -> HttpResponse:
    """Open the account again."""
    user = _person(orang)
    return _done(request, user, lambda by: accounts.reactivate(by, user), f"Akun {user} aktif kembali.")


@require_POST
@for_accounts_admin
def unlock(request: HttpRequest, orang: int) -> HttpResponse:
    """Open the locks after wrong passwords."""
    user = _person(orang)
    return _done(request, user, lambda by: accounts.unlock(by, user), f"{user} dapat mencoba masuk lagi.")


@require_POST
@for_accounts_admin
def reset_password(request: HttpRequest, orang: int) -> HttpResponse:
    """Give a new temporary password; the answer shows it, and no other page does."""
    user = _person(orang)
    try:
        password = accounts.reset_password(signed_in(request), user)
    except AccountRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("pengguna-satu", user.pk)
    return _show_password(request, user, password, is_new=False)


def _person(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _done(request: HttpRequest, user: User, act: Callable[[User], None], said: str) -> HttpResponse:
    """Do the act and go back to the person's page, which says that it was done or why not."""
    try:
        act(signed_in(request))
    except AccountRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("pengguna-satu", user.pk)


def _page(request: HttpRequest, user: User, form: RoleForm) -> HttpResponse:
    acts = Paginator(accounts.history_of(user), HISTORY_PAGE)
    memberships = user.keanggotaan.select_related("perangkat_daerah__daerah", "daerah")
    context = {
        "orang": user,
        "diri_sendiri": user.pk == signed_in(request).pk,
        "keanggotaan": [(one, role_of(one)) for one in memberships],
        "kunci": locks_of([user]).get(user.username, []),
        "form": form,
        "page_obj": acts.get_page(request.GET.get("page")),
    }
    return render(request, "planning/pengguna_satu.html", context)


def _show_password(request: HttpRequest, user: User, password: str, *, is_new: bool) -> HttpResponse:
    """The temporary password, in an answer that neither browser nor proxy keeps."""
    context = {"orang": user, "sandi": password, "baru": is_new}
    response = render(request, "planning/pengguna_sandi.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


urlpatterns: list[URLPattern] = [
    path("", account_list, name="pengguna"),
    path("baru/", new_account, name="pengguna-baru"),
    path("<int:orang>/", account, name="pengguna-satu"),
    path("<int:orang>/ubah/", edit_person, name="pengguna-ubah"),
    path("<int:orang>/peran/", give_role, name="pengguna-peran"),
    path("<int:orang>/peran/<int:keanggotaan>/cabut/", take_role, name="pengguna-cabut-peran"),
    path("<int:orang>/admin/cabut/", take_admin, name="pengguna-cabut-admin"),
    path("<int:orang>/nonaktifkan/", deactivate, name="pengguna-nonaktifkan"),
    path("<int:orang>/aktifkan/", reactivate, name="pengguna-aktifkan"),
    path("<int:orang>/buka-kunci/", unlock, name="pengguna-buka-kunci"),
    path("<int:orang>/kata-sandi/", reset_password, name="pengguna-sandi"),
]
